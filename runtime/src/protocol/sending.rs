//! How a request is sent, where that is not as its protocol has it.

use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, Request};

/// A request without a body, its query in the form of a POST.
pub(super) fn as_form<B: From<String>>(request: &mut Request<B>) {
    let (path, query) = (request.uri().path().to_owned(), request.uri().query());
    let Some(query) = query.filter(|_| request.method() == Method::GET) else {
        return;
    };
    let Ok(uri) = path.parse() else { return };
    *request.body_mut() = B::from(query.to_owned());
    *request.uri_mut() = uri;
    *request.method_mut() = Method::POST;
    request.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
}

/// What stands behind the last slash of a text.
#[must_use]
pub fn last_segment(text: &str) -> &str {
    text.rsplit('/').next().unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::{Compressible, EndpointUrl};
    use crate::protocol::RequestBuilder;

    #[test]
    fn a_header_of_the_service_gives_way_to_a_member() {
        let start = || RequestBuilder::new(Method::GET, "/").default_header("accept", "text/a");
        let accept = |request: RequestBuilder| {
            let request = request.empty().expect("a request");
            let header = request.headers().get("accept").expect("a header");
            header.to_str().expect("text").to_owned()
        };
        assert_eq!(accept(start()), "text/a");
        let mut given = start();
        given.header("accept", [&"text/b".to_owned()]);
        assert_eq!(accept(given), "text/b");
        let mut absent = start();
        absent.header("accept", &None::<String>);
        assert_eq!(accept(absent), "text/a");
    }

    #[test]
    fn a_query_becomes_a_form() {
        let mut request = RequestBuilder::new(Method::GET, "/search?format=sdk").query_as_form();
        request.query("q", [&"a b&c".to_owned()]);
        let request = request.empty().expect("a request");
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.uri(), "/search");
        assert_eq!(request.body(), "format=sdk&q=a%20b%26c");
        let kind = request.headers().get(CONTENT_TYPE).expect("a header");
        assert_eq!(kind, "application/x-www-form-urlencoded");
        let none = RequestBuilder::new(Method::GET, "/search").query_as_form();
        assert_eq!(none.empty().expect("a request").method(), Method::GET);
    }

    #[test]
    fn what_the_client_does_travels_as_extensions() {
        let mut request = RequestBuilder::new(Method::POST, "/").compressible();
        request.endpoint_url(Some(&"https://a.example".to_owned()));
        let request = request.empty().expect("a request");
        assert!(request.extensions().get::<Compressible>().is_some());
        let url = request.extensions().get::<EndpointUrl>();
        assert_eq!(url.expect("a URL").0, "https://a.example");
    }

    #[test]
    fn the_last_segment_of_an_id_is_the_id() {
        for (given, sent) in [
            ("/hostedzone/Z1", "Z1"),
            ("Z1", "Z1"),
            ("/change/C1", "C1"),
            ("", ""),
        ] {
            assert_eq!(last_segment(given), sent);
        }
    }
}
