// Logins in windows and frames: who may give the answer, who gets it, and when it is over.

const host = (filter) => ({ kind: 'host', program: 'host', filter });
const e2e = (file, filter) => ({ kind: 'e2e', file, filter });
const forward = 'src/js/forward.ts';

export default [
  {
    name: 'mark-every-login-as-a-redirect',
    row: 'R-110',
    file: 'src/core/login/start.rs',
    find: 'String::from(wishes.flow.marker())',
    replace: 'String::from(Flow::Redirect.marker())',
    test: host('flows::every_flow_marks_its_state_and_its_record'),
  },
  {
    name: 'forget-the-flow-of-a-record',
    row: 'R-110',
    file: 'src/core/pending.rs',
    find: 'flow: Flow::named(object.string("flow").ok()?)?,',
    replace: 'flow: Flow::named(object.string("flow").ok()?).map(|_| Flow::Redirect)?,',
    test: host('records::written::a_pending_login_is_read_as_it_was_written'),
  },
  {
    name: 'ask-people-in-a-hidden-frame',
    row: 'R-114',
    file: 'src/core/login/start.rs',
    find: 'wishes.prompt = Some(String::from("none"));',
    replace: 'wishes.prompt = wishes.prompt.take();',
    test: host('flows::a_frame_asks_nobody'),
  },
  {
    name: 'frame-every-provider',
    row: 'R-114',
    file: 'src/core/login/start.rs',
    find: 'if !settings.provider.frames {',
    replace: 'if false {',
    test: host('flows::a_frame_is_refused_where_the_provider_answers_in_none'),
  },
  {
    name: 'hear-every-window',
    row: 'R-110',
    file: forward,
    find: 'event.origin === location.origin && event.source === source && source !== null',
    replace: 'source !== null',
    test: e2e('popup_attacks', 'a frame of the page cannot answer, not even with the right state'),
  },
  {
    name: 'hear-every-window-of-this-origin',
    row: 'A-15',
    file: forward,
    find: 'event.source === source && ',
    replace: '',
    test: e2e('popup_attacks', 'a frame of the page cannot answer, not even with the right state'),
  },
  {
    name: 'hand-the-callback-to-anybody',
    row: 'R-111',
    file: forward,
    find: 'target?.postMessage(message, location.origin);',
    replace: "target?.postMessage(message, '*');",
    test: e2e('popup_attacks', 'a foreign page that opens the callback gets no message'),
  },
  {
    name: 'leave-the-state-out-of-the-message',
    row: 'A-16',
    file: forward,
    find: '(data as Message).state === state',
    replace: 'state !== null',
    test: e2e('popup_attacks', 'another page of the origin without the state cannot answer over the channel'),
  },
  {
    name: 'take-the-address-of-another-login',
    row: 'A-16',
    file: 'src/client/arrival.rs',
    find: '.filter(|callback| state.is_none() || callback.state() == state)',
    replace: '',
    test: e2e('popup_attacks', 'an address of another login is no answer to this one'),
  },
  {
    name: 'believe-that-a-window-is-closed',
    row: 'R-112',
    file: 'src/js/popup.ts',
    find: 'looks = (seen ? document.hasFocus() : back) ? looks + 1 : 0;',
    replace: 'looks += 1;',
    test: e2e('popup_closed', 'cut off, and then closed: popup_closed once somebody is back'),
  },
  {
    name: 'never-give-up-on-a-window',
    row: 'R-113',
    file: 'src/js/windows.ts',
    find: "after(WINDOW_PATIENCE, () => reject(authError('timeout')))",
    replace: 'after(WINDOW_PATIENCE, () => undefined)',
    test: e2e('popup_closed', 'nobody does anything for ten minutes: timeout, and the window is closed'),
  },
  {
    name: 'leave-the-frame-behind',
    row: 'R-114',
    file: 'src/js/windows.ts',
    find: 'frame.remove();',
    replace: '',
    test: e2e('silent_frame', 'signed in at the provider: a session, nothing seen, the frame gone'),
  },
];
