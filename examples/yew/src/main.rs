//! A page in Rust that signs people in at DocSpace and lists their rooms.
//!
//! It is small on purpose, and whole: signed out, signed in, ended, and failed are each shown, and what the page shows
//! follows from the snapshot alone.

mod rooms;

use docgate::{
    Auth, Config, LoginOptions, LogoutOptions, Outcome, Provider, Snapshot, Status, Subscription,
};
use yew::platform::spawn_local;
use yew::prelude::*;

use rooms::Rooms;

fn main() {
    // Of the page, so that the same wasm serves any portal.
    let body = gloo_utils::body();
    let said = |name: &str| body.get_attribute(name).unwrap_or_default();
    let provider = Provider::docspace(&said("data-portal"));
    let config = Config::new(
        provider,
        &said("data-client-id"),
        &said("data-redirect-uri"),
    )
    .scopes(["rooms:read", "accounts.self:read"]);
    match Auth::new(config) {
        Ok(auth) => drop(yew::Renderer::<App>::with_props(AppProps { auth }).render()),
        // The message names the key of the config.
        Err(error) => body.set_text_content(Some(&error.to_string())),
    }
}

#[derive(PartialEq, Properties)]
struct AppProps {
    auth: Auth,
}

#[component]
fn App(AppProps { auth }: &AppProps) -> Html {
    let snapshot = use_state_eq(|| auth.snapshot());
    let notice = use_state_eq(String::new);

    {
        let (auth, snapshot, notice) = (auth.clone(), snapshot.clone(), notice.clone());
        use_effect_with((), move |()| {
            let subscription = listen(&auth, snapshot);
            let outcome = auth.ready();
            spawn_local(async move {
                if let Outcome::Failed { error, .. } = outcome.await {
                    notice.set(error.to_string());
                }
            });
            move || drop(subscription)
        });
    }

    let sign_in = {
        let (auth, notice) = (auth.clone(), notice.clone());
        move |_: MouseEvent| {
            // Called in the click, awaited later: the page is left, or there is something to say.
            let login = auth.login(LoginOptions::new());
            let notice = notice.clone();
            spawn_local(async move {
                let said = login.await.map_or_else(|error| error.to_string(), |_| String::new());
                notice.set(said);
            });
        }
    };
    let sign_out = {
        let auth = auth.clone();
        move |_: MouseEvent| {
            let logout = auth.logout(LogoutOptions::new());
            spawn_local(async move { drop(logout.await) });
        }
    };

    let person = snapshot.session.as_ref().map(|session| {
        let user = session.user.clone();
        user.map_or_else(String::new, |user| user.name.unwrap_or(user.id))
    });
    let button = |id, text: &str, onclick: Callback<MouseEvent>| html! { <button {id} {onclick}>{ text }</button> };
    let shown = match snapshot.status {
        Status::Loading => html! { <p>{ "One moment…" }</p> },
        Status::SignedOut => button("sign-in", "Sign in", Callback::from(sign_in)),
        Status::Expired => html! {
            <>
                <p>{ "The session has ended." }</p>
                { button("sign-in", "Sign in again", Callback::from(sign_in)) }
            </>
        },
        Status::SignedIn => html! {
            <>
                <Rooms auth={auth.clone()} key={person.clone().unwrap_or_default()} />
                { button("sign-out", "Sign out", Callback::from(sign_out)) }
            </>
        },
    };
    html! {
        <main>
            <h1>{ "Rooms" }</h1>
            <p id="status">{ name_of(snapshot.status) }</p>
            <p id="notice" role="alert">{ &*notice }</p>
            { shown }
        </main>
    }
}

/// Shows every snapshot as long as the subscription lives.
fn listen(auth: &Auth, snapshot: UseStateHandle<Snapshot>) -> Subscription {
    auth.subscribe(move |event| snapshot.set(event.snapshot.clone()))
}

fn name_of(status: Status) -> &'static str {
    match status {
        Status::Loading => "loading",
        Status::SignedIn => "signed-in",
        Status::Expired => "expired",
        Status::SignedOut => "signed-out",
    }
}
