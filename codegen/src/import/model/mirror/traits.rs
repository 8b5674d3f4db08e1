//! What can stand on a shape and on its use.

use super::super::json::{At, Fields, Report};
use super::scalars::{deprecation, location, namespace, timestamp_format};
use super::{Exception, Flags, Traits};
use crate::spec::XmlNamespace;

impl<'n> Traits<'n> {
    pub(in super::super) fn read(report: &mut Report, at: &At<'_>, fields: &Fields<'n>) -> Self {
        let mut flag = |key| fields.flag(report, at, key);
        let flags = Flags {
            client_optional: false,
            event_header: flag("eventheader"),
            event_payload: flag("eventpayload"),
            flattened: flag("flattened"),
            host_label: flag("hostLabel"),
            idempotency_token: flag("idempotencyToken"),
            json_value: flag("jsonvalue"),
            requires_length: flag("requiresLength"),
            sensitive: flag("sensitive"),
            sent_empty: false,
            sparse: flag("sparse"),
            streaming: flag("streaming"),
            xml_attribute: flag("xmlAttribute"),
        };
        Self {
            documentation: fields.text(report, at, "documentation"),
            deprecated: deprecation(report, at, fields),
            location: location(report, at, fields),
            location_name: fields.text(report, at, "locationName"),
            timestamp_format: timestamp_format(report, at, fields),
            values: fields.texts(report, at, "enum"),
            value_docs: Vec::new(),
            default: None,
            media_type: None,
            min: fields.number(report, at, "min"),
            max: fields.number(report, at, "max"),
            pattern: fields.text(report, at, "pattern"),
            query_name: fields.text(report, at, "queryName"),
            xml_namespace: namespace(report, at, fields).map(|(prefix, uri)| XmlNamespace {
                prefix: prefix.map(str::to_owned),
                uri: uri.to_owned(),
            }),
            flags,
        }
    }

    /// The traits of a use, with those of its shape where the use has none of its own.
    pub(in super::super) fn over(&self, shape: &Self) -> Self {
        let mut both = self.clone();
        both.documentation = both.documentation.or(shape.documentation);
        both.deprecated = both.deprecated.or_else(|| shape.deprecated.clone());
        both.location = both.location.or(shape.location);
        both.location_name = both.location_name.or(shape.location_name);
        both.timestamp_format = both.timestamp_format.or(shape.timestamp_format);
        if both.values.is_empty() {
            both.values.clone_from(&shape.values);
            both.value_docs.clone_from(&shape.value_docs);
        }
        both.media_type = both.media_type.or(shape.media_type);
        both.min = both.min.or(shape.min);
        both.max = both.max.or(shape.max);
        both.pattern = both.pattern.or(shape.pattern);
        both.query_name = both.query_name.or(shape.query_name);
        both.xml_namespace = both.xml_namespace.or_else(|| shape.xml_namespace.clone());
        both.flags = both.flags.or(shape.flags);
        both
    }
}

impl Flags {
    fn or(self, other: Self) -> Self {
        Self {
            client_optional: self.client_optional || other.client_optional,
            event_header: self.event_header || other.event_header,
            event_payload: self.event_payload || other.event_payload,
            flattened: self.flattened || other.flattened,
            host_label: self.host_label || other.host_label,
            idempotency_token: self.idempotency_token || other.idempotency_token,
            json_value: self.json_value || other.json_value,
            requires_length: self.requires_length || other.requires_length,
            sensitive: self.sensitive || other.sensitive,
            sent_empty: self.sent_empty || other.sent_empty,
            sparse: self.sparse || other.sparse,
            streaming: self.streaming || other.streaming,
            xml_attribute: self.xml_attribute || other.xml_attribute,
        }
    }
}

impl<'n> Exception<'n> {
    pub(in super::super) fn read(
        report: &mut Report,
        at: &At<'_>,
        fields: &Fields<'n>,
    ) -> Option<Self> {
        let services_fault = fields.flag(report, at, "fault");
        let mut exception = Self {
            code: None,
            status: None,
            senders_fault: false,
            services_fault,
            retryable: false,
            throttling: false,
        };
        let mut found = fields.flag(report, at, "exception") || services_fault;
        if let Some(node) = fields.node("error") {
            found = true;
            let here = at.child("error");
            let known = ["code", "fault", "httpStatusCode", "senderFault"];
            let error = report.record(&here, node, &known, &[]);
            exception.code = error.text(report, &here, "code");
            exception.status = error.count(report, &here, "httpStatusCode");
            exception.senders_fault = error.flag(report, &here, "senderFault");
            exception.services_fault |= error.flag(report, &here, "fault");
        }
        if let Some(node) = fields.node("retryable") {
            let here = at.child("retryable");
            let retryable = report.record(&here, node, &["throttling"], &[]);
            exception.retryable = true;
            exception.throttling = retryable.flag(report, &here, "throttling");
        }
        found.then_some(exception)
    }
}
