//! Pages of boto3 and of the AWS API Reference, as small as they can be.

/// A small page of boto3's.
pub fn small(call: &str, parameters: &str, response: &str) -> String {
    let returns = match response {
        "" => "- Returns:\nNone\n".to_owned(),
        response => format!(
            "- Return type:\ndict\n- Returns:\nResponse Syntax\n{response}\nResponse Structure\n"
        ),
    };
    format!(
        "X.Client.put(**kwargs)\nPuts.\nRequest Syntax\nresponse = client.put( {call} )\n\
         - Parameters:\n{parameters}\n{returns}"
    )
}

/// A small page of the reference.
pub fn wire(request: &str, more: &str) -> String {
    format!(
        "# Put\n\n## Request Syntax\n\n```\n{request}\n```\n\n{more}\n\n## Response Elements\n\n## Errors\n"
    )
}
