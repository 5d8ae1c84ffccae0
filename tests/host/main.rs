//! The core and the providers, asserted on the host, without a browser: what ships is what runs
//! here. Machines are driven with scripted answers; rows of the requirements that a test serves
//! are noted by [`rows::serves`].
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod accounts;
mod ageing;
mod callback_judging;
mod callback_oracle;
mod callback_properties;
mod callback_reading;
mod challenge_demands;
mod challenge_reading;
mod claims_request;
mod config_accepted;
mod config_addresses;
mod config_refused;
mod date;
mod docplanner;
mod enadoc;
mod entra;
mod error_table;
mod exchange_transcripts;
mod flows;
mod id_token;
mod initiated;
mod inspection;
mod keys;
mod logout;
mod metadata;
mod options;
mod out_of_step;
mod play;
mod policy;
mod profile;
mod providers;
mod records;
mod redaction;
mod relay;
mod renewal_transcripts;
mod resources;
#[path = "../support/rows.rs"]
mod rows;
mod scene;
mod several_logins;
mod siblings;
mod start_transcripts;
mod tab;
mod table;
mod tabs;
mod token_answers;
mod vouching;
