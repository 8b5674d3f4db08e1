//! Authentication tokens for databases, used as passwords.

use super::builder::Config;
use crate::auth::NO_CREDENTIALS;
use crate::auth::presigning::sign_query;
use crate::auth::sigv4::{Payload, Scope};
use crate::operation::error::{RequestError, RequestErrorKind};
use crate::platform::host::{is_host, split_port};
use crate::protocol::percent_encoded;
use crate::value::Timestamp;
use bytes::Bytes;
use http::Request;
use http::header::HOST;
use std::time::Duration;

/// As long as RDS takes a token.
const QUARTER: Duration = Duration::from_secs(15 * 60);

impl Config {
    /// Generates an authentication token for an RDS database, like boto3's `generate_db_auth_token`: the
    /// password for a connection that is opened within 15 minutes. Keep it secret like one. No request is
    /// sent.
    ///
    /// # Errors
    /// There are no credentials, no region is set, or the host is invalid.
    pub async fn rds_auth_token(
        &self,
        host: &str,
        port: u16,
        user: &str,
    ) -> Result<String, RequestError> {
        let query = format!("Action=connect&DBUser={}", percent_encoded(user));
        let host = format!("{host}:{port}");
        self.database_token(&host, &query, "rds-db", QUARTER).await
    }

    /// Generates an authentication token for an Aurora DSQL cluster, like boto3's
    /// `generate_db_connect_auth_token`: the password for a connection that is opened before it expires. Keep
    /// it secret like one.
    ///
    /// # Errors
    /// Those of [`rds_auth_token`](Self::rds_auth_token).
    pub async fn dsql_auth_token(
        &self,
        host: &str,
        expires_in: Duration,
    ) -> Result<String, RequestError> {
        let query = "Action=DbConnect";
        self.database_token(host, query, "dsql", expires_in).await
    }

    /// Like [`dsql_auth_token`](Self::dsql_auth_token), for the user `admin`: boto3's
    /// `generate_db_connect_admin_auth_token`.
    ///
    /// # Errors
    /// Those of [`rds_auth_token`](Self::rds_auth_token).
    pub async fn dsql_admin_auth_token(
        &self,
        host: &str,
        expires_in: Duration,
    ) -> Result<String, RequestError> {
        let query = "Action=DbConnectAdmin";
        self.database_token(host, query, "dsql", expires_in).await
    }

    /// A URL without its scheme, presigned.
    async fn database_token(
        &self,
        host: &str,
        query: &str,
        service: &str,
        expires_in: Duration,
    ) -> Result<String, RequestError> {
        const SCHEME: &str = "https://";
        let refused = |what: &str| RequestError::new(RequestErrorKind::Credentials, what);
        let parts = self.parts();
        let provider = parts.credentials.as_ref();
        let provider = provider.ok_or_else(|| refused(NO_CREDENTIALS))?;
        let region = self.region();
        let region = region.ok_or_else(|| refused("a token needs a region, and none is set"))?;
        if !split_port(host).is_some_and(|(name, _)| is_host(name)) {
            let problem = format!("`{host}` is no host");
            return Err(RequestError::new(RequestErrorKind::Endpoint, problem));
        }
        let credentials = provider.credentials(self.credential_context()).await;
        let credentials =
            credentials.map_err(|error| RequestError::new(RequestErrorKind::Credentials, error))?;
        let build = |error: http::Error| RequestError::new(RequestErrorKind::Endpoint, error);
        let request = Request::get(format!("{SCHEME}{host}/?{query}")).header(HOST, host);
        let mut request = request.body(Bytes::new()).map_err(build)?;
        let scope = Scope {
            region,
            service,
            time: Timestamp::from(parts.clock.now()),
        };
        sign_query(
            &mut request,
            &credentials,
            &scope,
            Payload::Signed,
            expires_in,
        )?;
        let url = request.uri().to_string();
        Ok(url.strip_prefix(SCHEME).unwrap_or(&url).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::Credentials;
    use crate::platform::block_on;
    use crate::testing::ManualClock;
    use std::time::SystemTime;

    fn config() -> Config {
        let keys = Credentials::new("AKIDEXAMPLE", "secret");
        // 2026-11-27T12:00:00Z
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1795780800);
        Config::builder()
            .region("eu-west-1")
            .credentials_provider(keys.with_session_token("a/token+".to_owned()))
            .clock(ManualClock::new(time))
            .build()
    }

    /// What boto3 1.44.8 makes at that time.
    #[test]
    fn tokens_are_those_of_boto3() {
        let scope = |service: &str| {
            format!(
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261127%2Feu-west-1%2F{service}%2F\
                 aws4_request&X-Amz-Date=20261127T120000Z"
            )
        };
        let rest = "X-Amz-SignedHeaders=host&X-Amz-Security-Token=a%2Ftoken%2B&X-Amz-Signature";
        let config = config();
        let (rds, dsql) = (scope("rds-db"), scope("dsql"));
        let minute = Duration::from_secs(60);
        let token = block_on(config.rds_auth_token("db.example.com", 5432, "jane doe@x"));
        let signature = "d88d530b7a85245f41a12af93dfba57b638993d51fb604daaf3c6897668d46dc";
        let start = "db.example.com:5432/?Action=connect&DBUser=jane%20doe%40x";
        let expected = format!("{start}&{rds}&X-Amz-Expires=900&{rest}={signature}");
        assert_eq!(token.expect("a token"), expected);
        let token = block_on(config.dsql_auth_token("c.dsql.example.com", minute));
        let signature = "af9b6ff9799ac321b308209e692841eae172317ee767dcbbaedf93377e768ac4";
        let start = "c.dsql.example.com/?Action=DbConnect";
        let expected = format!("{start}&{dsql}&X-Amz-Expires=60&{rest}={signature}");
        assert_eq!(token.expect("a token"), expected);
        let token = block_on(config.dsql_admin_auth_token("c.dsql.example.com", 15 * minute));
        let signature = "4fa156ababef7ba4d5519e9f02f72bf1045834598ba7e3bc6e2a36eadce0b046";
        let start = "c.dsql.example.com/?Action=DbConnectAdmin";
        let expected = format!("{start}&{dsql}&X-Amz-Expires=900&{rest}={signature}");
        assert_eq!(token.expect("a token"), expected);
    }

    #[test]
    fn a_token_is_of_a_host_a_region_and_credentials() {
        let config = config();
        for host in ["", "a/b", "user@db.example.com", "a b", "db.example.com?x"] {
            assert!(
                block_on(config.rds_auth_token(host, 1, "u")).is_err(),
                "{host}"
            );
        }
        let nobody = Config::builder().region("eu-west-1").build();
        assert!(block_on(nobody.rds_auth_token("db.example.com", 1, "u")).is_err());
        let nowhere = Config::builder()
            .credentials_provider(Credentials::new("A", "S"))
            .build();
        assert!(block_on(nowhere.rds_auth_token("db.example.com", 1, "u")).is_err());
    }
}
