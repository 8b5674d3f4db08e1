//! When bodies are compressed.

/// The bytes from which on a body is compressed.
const USUAL: u32 = 10_240;

/// The most that can be asked for.
pub(super) const MOST: u32 = 1_048_576;

/// When bodies are compressed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Compression {
    pub(super) is_disabled: Option<bool>,
    pub(super) minimum: Option<u32>,
}

impl Compression {
    /// Whether a body of so many bytes is compressed.
    pub(crate) fn is_for(self, length: usize) -> bool {
        let minimum = self.minimum.unwrap_or(USUAL);
        self.is_disabled != Some(true) && usize::try_from(minimum).is_ok_and(|it| it <= length)
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::platform::Environment;

    fn is_for(variables: &[(&str, &str)], length: usize) -> bool {
        let environment: Environment = variables.iter().copied().collect();
        let config = Config::builder().environment(environment).build();
        config.parts().compression.is_for(length)
    }

    #[test]
    fn bodies_are_compressed_from_a_size_on() {
        const DISABLED: &str = "AWS_DISABLE_REQUEST_COMPRESSION";
        const MINIMUM: &str = "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES";
        assert!(!is_for(&[], 10_239));
        assert!(is_for(&[], 10_240));
        assert!(is_for(&[(MINIMUM, "0")], 0));
        assert!(!is_for(&[(DISABLED, "true")], 1 << 20));
        assert!(is_for(&[(DISABLED, "false")], 1 << 20));
        let config = Config::builder()
            .environment([(DISABLED, "true")].into_iter().collect())
            .disable_request_compression(false)
            .request_min_compression_size_bytes(7)
            .build();
        assert!(config.parts().compression.is_for(7));
    }

    #[test]
    fn what_is_no_size_is_a_problem() {
        for text in ["-1", "1048577", "many"] {
            let variable = ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", text);
            let config = Config::builder().environment([variable].into_iter().collect());
            let problem = config.build().explain().problem;
            assert!(
                problem.is_some_and(|it| it.contains("number of bytes")),
                "{text}"
            );
        }
    }
}
