//! What the client calls itself.

use crate::operation::Service;
use std::fmt::Write;

/// Such as `shapewright/0.1.0 ua/2.1 api/imagebuilder#2019-12-02 os/linux lang/rust app/image-report`.
pub(crate) fn user_agent(service: &Service, app_name: Option<&str>) -> String {
    let mut text = format!(
        "shapewright/{} ua/2.1 api/{}#{} os/{} lang/rust",
        env!("CARGO_PKG_VERSION"),
        token(service.id),
        service.api_version,
        std::env::consts::OS,
    );
    if let Some(name) = app_name {
        // Writing to a string cannot fail.
        let _ = write!(text, " app/{}", token(name));
    }
    text
}

/// The text with `-` for what a token of HTTP cannot hold.
fn token(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' => character,
            '!' | '$' | '%' | '&' | '\'' | '*' | '+' | '.' | '^' | '_' | '`' | '|' | '~' => {
                character
            }
            _ => '-',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_tokens() {
        let service = Service::new("x", "EC2 Image", "2019-12-02", "x", "x");
        let text = user_agent(&service, Some("my app/1\n"));
        assert!(text.contains("api/EC2-Image#2019-12-02"), "{text}");
        assert!(text.ends_with("app/my-app-1-"), "{text}");
    }
}
