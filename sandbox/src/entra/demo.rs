//! The demo apps, and the resources that they may ask for.

use std::collections::BTreeMap;

use crate::config::Config;

use super::{
    BUSINESS_CENTRAL, Cloud, DEMO_API, DOCCENTRUM_LITE, DOCCENTRUM_PREMIUM, Redirect, RedirectType,
    Registration,
};

const CONTOSO: &str = "contoso.example";

/// The demo apps of a run, and those of its configuration.
pub(crate) fn registrations(config: &Config) -> Vec<Registration> {
    let app = |id: &str, cloud: Cloud, kind: RedirectType, callback: &str| Registration {
        id: id.to_string(),
        name: "docgate demo".to_string(),
        cloud,
        redirect_uris: config
            .demo_redirect_uris(callback)
            .into_iter()
            .map(|uri| Redirect {
                uri,
                redirect_type: kind,
            })
            .collect(),
        post_logout_redirect_uris: config.demo_post_logout_redirect_uris(),
        resources: resources(&[(cloud.graph(), GRAPH_SCOPES)]),
        ..Registration::default()
    };
    let entra = |id: &str, cloud: Cloud| {
        let mut app = app(id, cloud, RedirectType::Spa, "/callback/entra");
        app.resources
            .extend(resources(&[(DEMO_API, &["Files.Read", "Files.Write"])]));
        app
    };
    let doccentrum = |id: &str, cloud: Cloud| {
        let tasks: &[&str] = &["Tasks.My.Manage", "Tasks.Admin", "user_impersonation"];
        let mut app = app(id, cloud, RedirectType::Spa, "/callback/doccentrum");
        app.tenant = Some(CONTOSO.to_string());
        app.resources.extend(resources(&[
            (DOCCENTRUM_PREMIUM, tasks),
            (DOCCENTRUM_LITE, tasks),
        ]));
        app.admin_scopes = [DOCCENTRUM_PREMIUM, DOCCENTRUM_LITE]
            .map(|resource| format!("{resource}/Tasks.Admin"))
            .to_vec();
        app
    };
    let mut web = app(
        "demo-entra-web",
        Cloud::Public,
        RedirectType::Web,
        "/callback/entra",
    );
    web.secret = Some("sandbox-secret".to_string());
    web.redirect_uris
        .extend(config.of_apps("/callback/relay-entra").map(|uri| Redirect {
            uri,
            redirect_type: RedirectType::Web,
        }));
    let mut business_central = app(
        "demo-business-central",
        Cloud::Public,
        RedirectType::Spa,
        "/callback/business-central",
    );
    business_central.resources.extend(resources(&[(
        BUSINESS_CENTRAL,
        &["user_impersonation", "Financials.ReadWrite.All"],
    )]));
    let mut all = vec![
        entra("demo-entra", Cloud::Public),
        entra("demo-entra-us", Cloud::UsGovernment),
        entra("demo-entra-cn", Cloud::China),
        web,
        doccentrum("demo-doccentrum", Cloud::Public),
        doccentrum("demo-doccentrum-us", Cloud::UsGovernment),
        business_central,
    ];
    for registration in &config.entra_clients {
        register(&mut all, registration.clone());
    }
    all
}

/// Adds an app, or replaces the one of this id in this cloud.
pub(crate) fn register(all: &mut Vec<Registration>, registration: Registration) {
    all.retain(|known| (&known.id, known.cloud) != (&registration.id, registration.cloud));
    all.push(registration);
}

const GRAPH_SCOPES: &[&str] = &["User.Read", "Group.ReadWrite.All"];

fn resources(listed: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
    listed
        .iter()
        .map(|(resource, scopes)| {
            let scopes = scopes.iter().map(ToString::to_string).collect();
            (resource.to_string(), scopes)
        })
        .collect()
}
