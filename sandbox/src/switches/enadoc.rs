//! The switches of the Enadoc double. The vendor's pages have lost their samples, so that most of the wire is a switch here.

use serde::{Deserialize, Serialize};

use crate::{
    fault::Fault,
    mutation::{CallbackMutation, JsonMutation},
};

/// Where the first call's parameters are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnadocParams {
    /// In headers, as documented.
    #[default]
    Headers,
    /// In the form, as the one public client sends them.
    Form,
}

/// How an address is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AddressAnswer {
    /// As `text/plain`.
    #[default]
    Text,
    /// As a JSON string.
    JsonString,
    /// As a member of a JSON object.
    JsonObject,
    /// As a redirect to it.
    Redirect,
}

/// The parameter that brings the code back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeParam {
    /// `code`.
    #[default]
    Code,
    /// `oauth_code`.
    OauthCode,
}

/// Where discovery's parameters are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiscoveryInput {
    /// In the body of the GET, as documented.
    #[default]
    Body,
    /// In the query.
    Query,
}

/// How a token answer spells its members.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenShape {
    /// `access_token`, `refresh_token`.
    #[default]
    #[serde(rename = "snake")]
    Snake,
    /// `authToken`, `refreshToken`, as the vendor's sibling product.
    #[serde(rename = "camel-authToken")]
    CamelAuthToken,
}

/// Where the number of an error stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorEnvelope {
    /// At the top, as `error_code`.
    #[default]
    #[serde(rename = "error_code")]
    Snake,
    /// At the top, as `errorCode`.
    #[serde(rename = "errorCode")]
    Camel,
    /// At the top, as `ErrorCode`.
    #[serde(rename = "ErrorCode")]
    Pascal,
    /// At the top, as `code`.
    #[serde(rename = "code")]
    Code,
    /// In an object `error`.
    #[serde(rename = "object")]
    Object,
    /// In the first element of an array.
    #[serde(rename = "array")]
    Array,
    /// In the first element of an array `errors`.
    #[serde(rename = "errors")]
    Errors,
}

/// A permission that is ticked in the vendor's developer portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// Without it 000.010.
    Library,
    /// Without it 000.011.
    TagProfile,
    /// Without it 000.012.
    Index,
    /// Without it 000.013.
    User,
    /// Without it 000.014.
    Upload,
    /// Without it 000.015.
    Search,
    /// Without it 000.016.
    Comment,
}

/// The switches of the Enadoc double.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EnadocSwitches {
    /// Sign this user in without showing the page.
    pub auto_login: Option<String>,
    /// A browser stays signed in; else every login shows the page.
    pub remember: bool,
    /// Where the first call's parameters are.
    pub params: EnadocParams,
    /// How the first call answers.
    pub url_response: AddressAnswer,
    /// The member, where that is an object.
    pub url_member: String,
    /// The first call answers with this instead of the sign-in page; `{url}` and `{origin}` stand for the genuine ones.
    pub url: Option<String>,
    /// The parameter that brings the code back.
    pub code_param: CodeParam,
    /// Changes the parameters that come back to the app.
    pub callback: Option<CallbackMutation>,
    /// Where discovery's parameters are.
    pub discovery_input: DiscoveryInput,
    /// How discovery answers.
    pub discovery_response: AddressAnswer,
    /// The member, where that is an object.
    pub discovery_member: String,
    /// Discovery answers with this instead of the API's base; `{url}` and `{origin}` stand for the genuine ones.
    pub discovery_url: Option<String>,
    /// A path segment between the API's host and `api/v3`.
    pub site: Option<String>,
    /// Seconds that an authorization code lives.
    pub code_lifetime: u64,
    /// Seconds that an access token lives, unless the app has a time of its own.
    pub access_token_lifetime: u64,
    /// Seconds that a refresh token lives.
    pub refresh_token_lifetime: u64,
    /// A refresh gives a new refresh token, and the old one is dead.
    pub rotate: bool,
    /// How token answers are spelled.
    pub token_shape: TokenShape,
    /// Token answers say how long the access token lives.
    pub expires_in: bool,
    /// Token answers say what type it is.
    pub token_type: bool,
    /// Changes token answers.
    pub token_answer: Option<JsonMutation>,
    /// Permissions that no app has.
    pub withheld: Vec<Permission>,
    /// Where the number of an error stands.
    pub error_envelope: ErrorEnvelope,
    /// The status of every numbered error, in place of 400, 401 and 403.
    pub error_status: Option<u16>,
    /// CORS at the identity provider.
    pub cors: bool,
    /// CORS at the API.
    pub api_cors: bool,
    /// Fault at the first call.
    pub authorization_url_fault: Option<Fault>,
    /// Fault at the sign-in page.
    pub login_fault: Option<Fault>,
    /// Fault at discovery.
    pub discovery_fault: Option<Fault>,
    /// Fault at the token endpoint.
    pub token_fault: Option<Fault>,
    /// Fault at the API.
    pub api_fault: Option<Fault>,
}

impl Default for EnadocSwitches {
    fn default() -> Self {
        Self {
            auto_login: None,
            remember: true,
            params: EnadocParams::Headers,
            url_response: AddressAnswer::Text,
            url_member: "url".to_string(),
            url: None,
            code_param: CodeParam::Code,
            callback: None,
            discovery_input: DiscoveryInput::Body,
            discovery_response: AddressAnswer::Text,
            discovery_member: "url".to_string(),
            discovery_url: None,
            site: None,
            code_lifetime: 5 * 60,
            access_token_lifetime: 60 * 60,
            refresh_token_lifetime: 30 * 24 * 60 * 60,
            rotate: true,
            token_shape: TokenShape::Snake,
            expires_in: true,
            token_type: true,
            token_answer: None,
            withheld: Vec::new(),
            error_envelope: ErrorEnvelope::Snake,
            error_status: None,
            cors: false,
            api_cors: false,
            authorization_url_fault: None,
            login_fault: None,
            discovery_fault: None,
            token_fault: None,
            api_fault: None,
        }
    }
}
