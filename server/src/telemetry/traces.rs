//! OpenTelemetry: what a request or a batch of letters spent its time on, told to a collector by OTLP over HTTP.

use anyhow::{Context, Result, ensure};
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{SpanExporter, WithExportConfig};
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use std::str::FromStr;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::{Layer, filter::Targets, registry::LookupSpan};
use url::Url;

/// Where traces go: `http://127.0.0.1:4318`.
#[derive(Clone, Debug)]
pub struct Collector(Url);

impl FromStr for Collector {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let url = Url::parse(text).context("it is no address; give one like http://127.0.0.1:4318")?;
        ensure!(
            url.scheme() == "http",
            "traces go to a collector on this machine or within your network, by http://; it passes them on encrypted"
        );
        ensure!(url.path() == "/" && url.query().is_none(), "give the collector's address only: /v1/traces is added");
        Ok(Self(url))
    }
}

/// Traces under way to the collector, if there is one.
pub struct Traces(Option<SdkTracerProvider>);

impl Traces {
    /// How many of all are traced is said by the environment: `OTEL_TRACES_SAMPLER`, `OTEL_TRACES_SAMPLER_ARG`.
    pub fn to(collector: Option<&Collector>) -> Result<Self> {
        let Some(Collector(url)) = collector else { return Ok(Self(None)) };
        let exporter = SpanExporter::builder().with_http().with_endpoint(url.join("v1/traces")?).build()?;
        let resource = Resource::builder().with_service_name("pabal").build();
        let provider = SdkTracerProvider::builder().with_resource(resource).with_batch_exporter(exporter);
        Ok(Self(Some(provider.build())))
    }

    pub fn layer<S>(&self) -> Option<impl Layer<S> + use<S>>
    where
        S: tracing::Subscriber + for<'a> LookupSpan<'a>,
    {
        let ours = Targets::new().with_target("mailroom", LevelFilter::DEBUG).with_target("pabal", LevelFilter::INFO);
        let tracer = self.0.as_ref()?.tracer("pabal");
        Some(tracing_opentelemetry::layer().with_tracer(tracer).with_filter(ours))
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.0.take().map(|provider| provider.shutdown()) {
            eprintln!("pabal: the last traces were not sent: {error}");
        }
    }
}
