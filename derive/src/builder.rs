//! The fluent builders of an operation's input.
//!
//! Their functions are inline: a crate has the builders of all operations of a service, and an application
//! that calls three operations compiles only their builders.

use crate::parse::{Field, Structure};
use std::fmt::Write as _;

const PRIVATE: &str = "::shapewright_runtime::__codegen";

/// The kind of a builder.
#[derive(Clone, Copy)]
enum End {
    Call,
    Wait,
}

/// The builder that sends a request.
pub(crate) fn fluent(structure: &Structure) -> String {
    builder(structure, End::Call)
}

/// The builder that waits for a state.
pub(crate) fn waiter(structure: &Structure) -> String {
    builder(structure, End::Wait)
}

fn builder(structure: &Structure, end: End) -> String {
    let input = &structure.name;
    let prefix = input.strip_suffix("Input").unwrap_or(input);
    let (name, docs, own_fields, own_parameters, own_values) = match end {
        End::Call => (
            format!("{prefix}FluentBuilder"),
            format!("Builds a [`{input}`] and sends it."),
            String::new(),
            "",
            "",
        ),
        End::Wait => (
            format!("{prefix}WaiterBuilder"),
            format!("Builds a [`{input}`] and polls with it."),
            format!("__waiter: {PRIVATE}::WaiterConfig,"),
            ", waiter: &::shapewright_runtime::__codegen::WaiterConfig",
            "__waiter: *waiter,",
        ),
    };
    let mut fields = String::new();
    let mut none = String::new();
    let mut setters = String::new();
    for field in &structure.fields {
        let ty = value_type(field);
        let _ = write!(fields, "{}: ::core::option::Option<{ty}>,", field.name);
        let _ = write!(none, "{}: ::core::option::Option::None,", field.name);
        setters.push_str(&setters_of(input, field, ty));
    }
    let streams = structure
        .fields
        .iter()
        .map(value_type)
        .any(|ty| is_stream(ty, "ByteStream") || is_stream(ty, "EventStream"));
    let clone = match streams {
        true => "",
        false => "#[derive(::core::clone::Clone)]",
    };
    let build = build(structure, prefix);
    let ends = match end {
        End::Call => call(prefix),
        End::Wait => wait(prefix),
    };
    format!(
        "/// {docs}
        #[cfg(feature = \"client\")]
        {clone}
        #[must_use = \"a builder does nothing until it is sent\"]
        pub struct {name} {{ client: crate::client::Client, {own_fields} {fields} }}

        #[cfg(feature = \"client\")]
        impl {name} {{
            #[inline]
            pub(crate) fn new(client: crate::client::Client{own_parameters}) -> Self {{
                Self {{ client, {own_values} {none} }}
            }}
            {setters}
            {build}
            {ends}
        }}"
    )
}

/// The type of a field's value.
pub(crate) fn value_type(field: &Field) -> &str {
    match field.is_option {
        true => inside(&field.ty, "Option").unwrap_or(&field.ty),
        false => &field.ty,
    }
}

/// The type arguments of a type with this name. A type that is broken over several lines has a
/// trailing comma.
pub(crate) fn inside<'a>(ty: &'a str, name: &str) -> Option<&'a str> {
    let rest = ty.strip_prefix(name)?.trim_start();
    let inner = rest.strip_prefix('<')?.trim_end().strip_suffix('>')?.trim();
    Some(inner.strip_suffix(',').unwrap_or(inner).trim_end())
}

/// A setter's parameter, and the value that it becomes.
pub(crate) fn parameter(name: &str, ty: &str) -> (String, String) {
    if ty == "String" || is_stream(ty, "ByteStream") {
        let value = format!("::core::convert::Into::into({name})");
        return (format!("{name}: impl ::core::convert::Into<{ty}>"), value);
    }
    match inside(ty, "Box") {
        Some(ty) => (
            format!("{name}: {ty}"),
            format!("::std::boxed::Box::new({name})"),
        ),
        None => (format!("{name}: {ty}"), name.to_owned()),
    }
}

/// Whether a type is a stream of this kind, which cannot be cloned.
fn is_stream(ty: &str, name: &str) -> bool {
    let path = ty.split('<').next().unwrap_or(ty).replace(' ', "");
    path.strip_prefix("primitives::") == Some(name)
}

/// The setters: of one value, element or entry, and of the whole member.
fn setters_of(input: &str, field: &Field, ty: &str) -> String {
    let name = &field.name;
    let plain = name.trim_start_matches("r#");
    let setter = field.setter.as_deref().unwrap_or(name);
    let whole = field
        .whole_setter
        .clone()
        .unwrap_or_else(|| format!("set_{plain}"));
    let link = format!("[`{plain}`]({input}::{name})");
    let (docs, parameters, statement) = if let Some(element) = inside(ty, "Vec") {
        let (parameter, value) = parameter("value", element);
        (
            format!("Adds an element to {link}."),
            parameter,
            format!("self.{name}.get_or_insert_default().push({value});"),
        )
    } else if let Some((key, value)) = inside(ty, "Map").and_then(|inner| inner.split_once(',')) {
        let (key, key_value) = parameter("key", key.trim());
        let (parameter, value) = parameter("value", value.trim());
        (
            format!("Adds an entry to {link}."),
            format!("{key}, {parameter}"),
            format!("self.{name}.get_or_insert_default().insert({key_value}, {value});"),
        )
    } else {
        let (parameter, value) = parameter("value", ty);
        (
            format!("Sets {link}."),
            parameter,
            format!("self.{name} = ::core::option::Option::Some({value});"),
        )
    };
    format!(
        "/// {docs}
        #[inline]
        pub fn {setter}(mut self, {parameters}) -> Self {{ {statement} self }}

        /// Sets or unsets {link} as a whole.
        #[inline]
        pub fn {whole}(mut self, value: ::core::option::Option<{ty}>) -> Self {{
            self.{name} = value;
            self
        }}\n"
    )
}

/// `build`, and the method `finish` for a kind of builder.
fn build(structure: &Structure, prefix: &str) -> String {
    let input = &structure.name;
    let mut values = String::new();
    let mut is_total = true;
    for field in &structure.fields {
        let Field { name, api_name, .. } = field;
        let _ = if field.is_option {
            write!(values, "{name}: self.{name},")
        } else {
            is_total = false;
            let plain = name.trim_start_matches("r#");
            write!(
                values,
                "{name}: {PRIVATE}::required::given::<_, {input}>({plain:?}, {api_name}, self.{name})?,"
            )
        };
    }
    if is_total {
        return format!(
            "/// Builds the input without sending it.
            #[inline]
            pub fn build(self) -> {input} {{ {input} {{ {values} }} }}

            #[inline]
            fn finish(self) -> ::core::result::Result<{input}, {prefix}Error> {{
                ::core::result::Result::Ok(self.build())
            }}"
        );
    }
    format!(
        "/// Builds the input without sending it.
        ///
        /// # Errors
        /// A required member is not set.
        #[inline]
        pub fn build(self) -> ::core::result::Result<{input}, {prefix}Error> {{
            ::core::result::Result::Ok({input} {{ {values} }})
        }}

        #[inline]
        fn finish(self) -> ::core::result::Result<{input}, {prefix}Error> {{ self.build() }}"
    )
}

fn call(prefix: &str) -> String {
    let result = format!("::core::result::Result<{prefix}Output, {prefix}Error>");
    let presigned = format!("::core::result::Result<{PRIVATE}::PresignedRequest, {prefix}Error>");
    format!(
        "/// Sends the request.
        ///
        /// # Errors
        /// The service returned an error, or no response was received or it could not be parsed.
        #[inline]
        pub async fn send(self) -> {result} {{
            let client = self.client.inner().clone();
            client.send(self.finish()?).await
        }}

        /// Changes settings for this call only: headers, timeouts, retries, endpoint.
        #[inline]
        pub fn customize(self) -> {PRIVATE}::CustomizableOperation<{prefix}Input> {{
            let client = self.client.inner().clone();
            {PRIVATE}::CustomizableOperation::new(client, self.finish())
        }}

        /// The request with its signature in the URL, for somebody else to send until it expires.
        ///
        /// # Errors
        /// The request cannot be built, or there are no credentials.
        #[inline]
        pub async fn presigned(
            self,
            presigning_config: {PRIVATE}::PresigningConfig,
        ) -> {presigned} {{
            let client = self.client.inner().clone();
            client.presigned(self.finish()?, presigning_config).await
        }}

        {PRIVATE}::blocking! {{
            /// As [`send`](Self::send), blocking the thread until the call completes.
            ///
            /// # Errors
            /// As for [`send`](Self::send).
            #[inline]
            pub fn send_blocking(self) -> {result} {{
                let client = self.client.inner().clone();
                client.send_blocking(self.finish()?)
            }}

            /// As [`presigned`](Self::presigned), blocking the thread until there are credentials.
            ///
            /// # Errors
            /// As for [`presigned`](Self::presigned).
            #[inline]
            pub fn presigned_blocking(
                self,
                presigning_config: {PRIVATE}::PresigningConfig,
            ) -> {presigned} {{
                let client = self.client.inner().clone();
                client.presigned_blocking(self.finish()?, presigning_config)
            }}
        }}"
    )
}

fn wait(prefix: &str) -> String {
    let input = format!("{prefix}Input");
    let result = format!(
        "::core::result::Result<{PRIVATE}::FinalPoll<{input}>, {PRIVATE}::WaiterError<{input}>>"
    );
    format!(
        "/// Sets the time between two polls, in place of the waiter's default.
        #[inline]
        pub fn poll_interval(mut self, interval: ::core::time::Duration) -> Self {{
            self.__waiter.delay = interval;
            self
        }}

        /// Polls until the state is reached, for no longer than `max_wait`.
        ///
        /// # Errors
        /// A required member is missing, the state can no longer be reached, a poll fails with an error that
        /// is not expected, or the time is up.
        #[inline]
        pub async fn wait(self, max_wait: ::core::time::Duration) -> {result} {{
            let (client, waiter) = (self.client.inner().clone(), self.__waiter);
            {PRIVATE}::Waiter::new(client, self.finish(), waiter).wait(max_wait).await
        }}

        {PRIVATE}::blocking! {{
            /// As [`wait`](Self::wait), blocking the thread until the wait is over.
            ///
            /// # Errors
            /// As for [`wait`](Self::wait).
            #[inline]
            pub fn wait_blocking(self, max_wait: ::core::time::Duration) -> {result} {{
                let (client, waiter) = (self.client.inner().clone(), self.__waiter);
                {PRIVATE}::Waiter::new(client, self.finish(), waiter).wait_blocking(max_wait)
            }}
        }}"
    )
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn a_long_type_is_read_as_a_short_one() {
        let short = "Option < Map < AttributeName , AttributeValue > >";
        let long = "Option < Map < AttributeName , AttributeValue , > , >";
        for ty in [short, long] {
            let map = inside(ty, "Option").and_then(|map| inside(map, "Map"));
            assert_eq!(map, Some("AttributeName , AttributeValue"), "{ty}");
        }
        assert_eq!(
            inside("Option < Vec < String > , >", "Option"),
            Some("Vec < String >")
        );
    }
}
