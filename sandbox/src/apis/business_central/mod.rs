//! Business Central's APIs at one host: Admin Center, environments, data, automation. One resource, three manners.

mod admin;
mod data;
mod records;

use serde_json::{Value, json};

use crate::{
    entra::{BUSINESS_CENTRAL, Tenant},
    http::Response,
    switches::{BusinessCentralSwitches, Challenge},
};

use super::Api;

pub(crate) use records::Records;

/// The environments of every tenant: name and type.
const ENVIRONMENTS: [(&str, &str); 2] = [("Production", "Production"), ("Sandbox", "Sandbox")];

/// The parts, which differ in CORS, in challenges, and in how they refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Admin,
    Data,
    Automation,
}

impl Part {
    /// By the path alone, so that a preflight has one as well.
    fn of(path: &str) -> Option<Self> {
        if path.starts_with("/admin/") || path.starts_with("/environments/") {
            return Some(Self::Admin);
        }
        let rest = path.strip_prefix("/v2.0/")?;
        Some(if rest.contains("/api/microsoft/automation/") {
            Self::Automation
        } else {
            Self::Data
        })
    }
}

pub(crate) fn handle(
    api: Api<'_>,
    switches: &mut BusinessCentralSwitches,
    records: &mut Records,
) -> Response {
    let Some(part) = Part::of(&api.request.path) else {
        return Response::empty(404);
    };
    let (cors, challenges) = (&switches.cors, &mut switches.challenge);
    let (cors, challenge) = match part {
        Part::Admin => (cors.admin, &mut challenges.admin),
        Part::Data => (cors.data, &mut challenges.data),
        Part::Automation => (cors.automation, &mut challenges.automation),
    };
    let busy = if api.request.is_preflight() {
        None
    } else {
        switches.busy.as_mut().and_then(|busy| busy.count())
    };
    let (closed, admins) = (
        &switches.unauthorized_environments,
        switches.admins.as_deref(),
    );
    api.serve(cors, &mut switches.api_fault, || match (part, busy) {
        (Part::Admin, Some(status)) => admin::problem(status, "TooManyRequests", None),
        (_, Some(status)) => {
            data::problem(status, "Application_TooManyRequests", "Try again later.")
        }
        (Part::Admin, None) => admin::answer(&api, challenge, admins),
        (_, None) => data::answer(&api, part, challenge, closed, records),
    })
}

/// The caller of any part, or the challenge that came first.
fn admitted<'a>(
    api: &Api<'a>,
    challenge: &mut Option<Challenge>,
    unauthorized: impl FnOnce() -> Response,
) -> Result<super::Caller<'a>, Response> {
    let caller = api.caller(BUSINESS_CENTRAL).map_err(|_| unauthorized())?;
    match api.challenge(challenge, &caller) {
        None => Ok(caller),
        Some(response) => Err(response),
    }
}

/// What the Admin Center says of an environment.
fn environment(name: &str, kind: &str, tenant: &Tenant, request_origin: &str) -> Value {
    json!({
        "friendlyName": name,
        "name": name,
        "type": kind,
        "countryCode": "DK",
        "applicationFamily": "BusinessCentral",
        "aadTenantId": tenant.id,
        "applicationVersion": "27.0.0.0",
        "status": "Active",
        "webClientLoginUrl": format!("{request_origin}/{}/{name}", tenant.id),
        "webServiceUrl": request_origin,
        "locationName": "North Europe",
    })
}
