//! A table of the account's images with their states, and their AMIs per region.
//!
//! ```text
//! cargo run --features aws --example image_report -- [--region REGION] [--endpoint-url URL]
//! ```
//!
//! Finds credentials and all other settings as the AWS CLI does.

use shapewright_imagebuilder::Client;
use shapewright_imagebuilder::types::ImageSummary;
use shapewright_runtime::config::Config;
use shapewright_runtime::platform::Environment;
use std::error::Error;
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(std::env::args().skip(1), Environment::of_process()).await {
        Ok(table) => {
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("image_report: {error}");
            ExitCode::FAILURE
        }
    }
}

type Row = [String; 5];

async fn run(
    mut arguments: impl Iterator<Item = String>,
    environment: Environment,
) -> Result<String, Box<dyn Error>> {
    let mut config = Config::load_from(environment)?;
    while let Some(name) = arguments.next() {
        let value = arguments.next();
        config = match (name.as_str(), value) {
            ("--region", Some(value)) => config.region(value),
            ("--endpoint-url", Some(value)) => config.endpoint_url(value),
            _ => return Err("usage: image_report [--region REGION] [--endpoint-url URL]".into()),
        };
    }
    let rows = rows(&Client::new(&config.build())).await?;
    Ok(table(&rows))
}

/// The rows of all builds of all images.
async fn rows(client: &Client) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = Vec::new();
    let mut versions = client.list_images().into_paginator().items();
    while let Some(version) = versions.next().await {
        let mut builds = client
            .list_image_build_versions()
            .image_version_arn(version?.arn.ok_or("an image without an ARN")?)
            .into_paginator()
            .items();
        while let Some(build) = builds.next().await {
            rows.extend(rows_of(&build?));
        }
    }
    Ok(rows)
}

/// One row per AMI, or a single one for an image without any (yet).
fn rows_of(image: &ImageSummary) -> Vec<Row> {
    let row = |region: Option<&str>, ami: Option<&str>| {
        let status = image.state.as_ref().and_then(|state| state.status.as_ref());
        let cells = [
            image.name.as_deref(),
            image.version.as_deref(),
            status.map(|status| status.as_str()),
            region,
            ami,
        ];
        cells.map(|cell| cell.unwrap_or("-").to_owned())
    };
    let resources = image.output_resources.as_ref();
    let amis = resources.and_then(|resources| resources.amis.as_deref());
    match amis.unwrap_or_default() {
        [] => vec![row(None, None)],
        amis => amis
            .iter()
            .map(|ami| row(ami.region.as_deref(), ami.image.as_deref()))
            .collect(),
    }
}

/// Columns as wide as their widest cell.
fn table(rows: &[Row]) -> String {
    let head = ["IMAGE", "VERSION", "STATE", "REGION", "AMI"].map(str::to_owned);
    let rows: Vec<&Row> = std::iter::once(&head).chain(rows).collect();
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(*row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |row: &&Row| {
        let cells = row.iter().zip(widths);
        let cells: Vec<_> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{self, BufRead, BufReader, Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::thread;

    const IMAGES: &str = r#"{"nextToken": "more", "imageVersionList": [
        {"arn": "arn:aws:imagebuilder:us-east-1:123456789012:image/web/1.0.0"}]}"#;
    const MORE_IMAGES: &str = r#"{"imageVersionList": [
        {"arn": "arn:aws:imagebuilder:us-east-1:123456789012:image/database/2.1.0"}]}"#;
    const WEB: &str = r#"{"imageSummaryList": [
        {"name": "web", "version": "1.0.0/1", "state": {"status": "AVAILABLE"},
         "outputResources": {"amis": [
            {"region": "us-east-1", "image": "ami-0123456789abcdef0"},
            {"region": "eu-central-1", "image": "ami-0fedcba9876543210"}]}}]}"#;
    const DATABASE: &str = r#"{"imageSummaryList": [
        {"name": "database", "version": "2.1.0/7", "state": {"status": "NEW_TO_THIS_CRATE"}}]}"#;

    /// Answers one request as the service would.
    fn respond(connection: TcpStream) -> io::Result<()> {
        let mut reader = BufReader::new(connection);
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            let line = line.to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            head.push_str(&line);
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let body = String::from_utf8_lossy(&body);
        let is_signed = head.contains("authorization: aws4-hmac-sha256 credential=akidexample/");
        let (status, json) = match head.split_whitespace().nth(1) {
            _ if !is_signed => (403, r#"{"__type": "ForbiddenException"}"#),
            Some("/listimages") if body.contains("more") => (200, MORE_IMAGES),
            Some("/listimages") => (200, IMAGES),
            Some("/listimagebuildversions") if body.contains("image/web/") => (200, WEB),
            Some("/listimagebuildversions") => (200, DATABASE),
            _ => (404, "{}"),
        };
        let length = json.len();
        write!(
            reader.get_mut(),
            "HTTP/1.1 {status} .\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{json}"
        )
    }

    /// Starts a service on the loopback; returns its URL.
    fn serve() -> io::Result<String> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let url = format!("http://{}", listener.local_addr()?);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let _ = respond(connection);
            }
        });
        Ok(url)
    }

    fn arguments(url: String) -> impl Iterator<Item = String> {
        let names = ["--region", "us-east-1", "--endpoint-url"].map(str::to_owned);
        names.into_iter().chain([url])
    }

    #[tokio::test]
    async fn the_table_has_every_build_of_every_page() -> Result<(), Box<dyn Error>> {
        let environment = [
            ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "not a secret"),
        ];
        let table = run(arguments(serve()?), environment.into_iter().collect()).await?;
        let expected = "\
IMAGE     VERSION  STATE              REGION        AMI
web       1.0.0/1  AVAILABLE          us-east-1     ami-0123456789abcdef0
web       1.0.0/1  AVAILABLE          eu-central-1  ami-0fedcba9876543210
database  2.1.0/7  NEW_TO_THIS_CRATE  -             -
";
        assert_eq!(table, expected);
        Ok(())
    }

    #[tokio::test]
    async fn an_error_response_is_reported() -> Result<(), Box<dyn Error>> {
        let environment = [
            ("AWS_ACCESS_KEY_ID", "SOMEONE"),
            ("AWS_SECRET_ACCESS_KEY", "else"),
        ];
        let result = run(arguments(serve()?), environment.into_iter().collect()).await;
        let text = result.err().map(|error| error.to_string());
        assert!(
            text.as_deref()
                .is_some_and(|text| text.contains("ListImages") && text.contains("403")),
            "{text:?}"
        );
        Ok(())
    }

    #[tokio::test]
    async fn an_unknown_argument_is_refused() {
        let arguments = ["--verbose"].into_iter().map(str::to_owned);
        let result = run(arguments, Environment::default()).await;
        assert!(result.is_err_and(|error| error.to_string().starts_with("usage")));
    }
}
