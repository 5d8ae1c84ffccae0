//! The doubles' pages: plain HTML with its style inline and nothing from elsewhere. Ids and `data-testid` are for tests.

use crate::{clients::User, encoding::escape_html};

const STYLE: &str = "
  :root { color-scheme: light dark; --ink: #1c2330; --paper: #fff; --page: #eef1f5; --edge: #c9d1dc; --accent: #1f5fbf; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e6eaf0; --paper: #1d2430; --page: #12161d; --edge: #3a4556; --accent: #7db0ff; }
  }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--page); color: var(--ink);
    font: 1rem/1.5 system-ui, sans-serif; }
  main { width: min(26rem, 100%); background: var(--paper); border: 1px solid var(--edge); border-radius: 12px; padding: 2rem; }
  h1 { font-size: 1.3rem; margin: 0 0 .25rem; }
  p { margin: .25rem 0 1rem; }
  ul { padding-left: 1.2rem; }
  form { margin: 0; }
  button { display: block; width: 100%; margin: .5rem 0 0; padding: .7rem 1rem; font: inherit; text-align: left; cursor: pointer;
    color: inherit; background: transparent; border: 1px solid var(--edge); border-radius: 8px; }
  button:hover { border-color: var(--accent); }
  button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  button.main { background: var(--accent); border-color: var(--accent); color: var(--paper); text-align: center; font-weight: 600; }
  button.plain { text-align: center; }
  button small { display: block; opacity: .75; }
  .note { font-size: .85rem; opacity: .75; margin: 1.5rem 0 0; }
";

/// A page with a heading; title and note are text, the body is HTML.
pub(crate) fn page(title: &str, body: &str) -> String {
    let title = escape_html(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}\n\
         <p class=\"note\">A test double. Nothing here is real.</p>\n</main>\n</body>\n</html>\n"
    )
}

/// A form with a button for each user; the hidden fields go along.
pub(crate) fn user_picker(action: &str, users: &[User], hidden: &[(&str, &str)]) -> String {
    let mut form = format!(
        "<form method=\"post\" action=\"{}\">\n{}",
        escape_html(action),
        hidden_fields(hidden)
    );
    for user in users {
        let login = escape_html(&user.login);
        form.push_str(&format!(
            "<button type=\"submit\" name=\"user\" value=\"{login}\" id=\"user-{login}\" data-testid=\"user-{login}\">{}<small>{}</small></button>\n",
            escape_html(&user.display_name()),
            escape_html(&user.email),
        ));
    }
    form.push_str("</form>");
    form
}

/// Hidden fields of a form.
pub(crate) fn hidden_fields(fields: &[(&str, &str)]) -> String {
    let field = |(name, value): &(&str, &str)| {
        format!(
            "<input type=\"hidden\" name=\"{}\" value=\"{}\">\n",
            escape_html(name),
            escape_html(value)
        )
    };
    fields.iter().map(field).collect()
}
