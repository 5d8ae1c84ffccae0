//! The operator's listener.

use std::sync::Arc;

use docgate_relay::{metrics::Metrics, operations::Operations};
use tokio::sync::watch;

use crate::wire::{BOUNDS, asked, get, running};

#[tokio::test]
async fn health_readiness_and_metrics() {
    let metrics = Arc::new(Metrics::default());
    metrics.refused("cross_site");
    let (drain, draining) = watch::channel(false);
    let answers = Operations::new(Arc::clone(&metrics), draining);
    let relay = running(BOUNDS, answers).await;
    let address = relay.address;
    assert_eq!(asked(address, &get("/healthz")).await.0, 200);
    assert_eq!(asked(address, &get("/readyz")).await.0, 200);
    let (status, text) = asked(address, &get("/metrics")).await;
    assert_eq!(status, 200);
    assert!(text.contains("application/openmetrics-text; version=1.0.0"));
    assert!(text.contains(r#"docgate_relay_refused_total{reason="cross_site"} 1"#));
    assert!(text.ends_with("# EOF\n"));
    assert_eq!(asked(address, &get("/v1/files/token")).await.0, 404);
    let post = get("/metrics").replace("GET", "POST");
    assert_eq!(asked(address, &post).await.0, 405);
    drain.send(true).unwrap();
    assert_eq!(asked(address, &get("/readyz")).await.0, 503);
    assert_eq!(asked(address, &get("/healthz")).await.0, 200);
}
