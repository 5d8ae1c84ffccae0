//! Who is signed in, and the rooms that the API lists for them.

use docgate::{Auth, AuthError, Request};
use serde_json::Value;
use yew::platform::spawn_local;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct RoomsProps {
    pub auth: Auth,
}

/// What the API said.
#[derive(Default, PartialEq)]
struct Found {
    person: String,
    rooms: Vec<String>,
    failure: Option<String>,
}

#[component]
pub fn Rooms(RoomsProps { auth }: &RoomsProps) -> Html {
    let found = use_state_eq(Found::default);
    {
        let (auth, found) = (auth.clone(), found.clone());
        use_effect_with((), move |()| {
            spawn_local(async move {
                found.set(look(&auth).await.unwrap_or_else(|failure| Found {
                    failure: Some(failure),
                    ..Found::default()
                }));
            });
        });
    }
    let rooms = found.rooms.iter().map(|title| html! { <li>{ title }</li> });
    html! {
        <>
            <p id="person">{ &found.person }</p>
            <ul id="rooms">{ for rooms }</ul>
            if let Some(failure) = &found.failure {
                <p id="failure" role="alert">{ failure }</p>
            }
        </>
    }
}

async fn look(auth: &Auth) -> Result<Found, String> {
    let person = ask(auth, "/api/2.0/people/@self").await?;
    let rooms = ask(auth, "/api/2.0/files/rooms").await?;
    let title = |room: &Value| Some(String::from(room["title"].as_str()?));
    let folders = rooms["folders"].as_array();
    Ok(Found {
        person: String::from(person["displayName"].as_str().unwrap_or_default()),
        rooms: folders.into_iter().flatten().filter_map(title).collect(),
        failure: None,
    })
}

/// What stands in the envelope of DocSpace's answers. A session that the API refuses ends by itself: the snapshot says so.
async fn ask(auth: &Auth, path: &str) -> Result<Value, String> {
    let said = |error: AuthError| error.to_string();
    let answer = auth.fetch(Request::get(path)).await.map_err(said)?;
    if !answer.is_success() {
        return Err(format!("DocSpace answered {} to {path}", answer.status));
    }
    let envelope: Value = serde_json::from_slice(&answer.body).map_err(|it| it.to_string())?;
    Ok(envelope["response"].clone())
}
