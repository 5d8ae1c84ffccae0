// What only a browser shows of accounts, sign-out and refused calls: each of these was a bug once.

const host = (filter) => ({ kind: 'host', program: 'host', filter });
const e2e = (file, filter) => ({ kind: 'e2e', file, filter });

export default [
  {
    name: 'overwrite-the-first-person',
    row: 'R-093',
    file: 'src/client/confirming.rs',
    find: 'let mut people: Vec<_> = self.records.session().into_iter().collect();',
    replace: 'let mut people: Vec<_> = self.records.session().into_iter().filter(|own| own.dead).collect();',
    test: e2e('accounts', 'ada, then grace beside her: both tabs follow, and every call has the right token'),
  },
  {
    name: 'renew-twice-for-one-refused-call',
    row: 'R-107',
    file: 'src/client/tokens.rs',
    find: '            None if can && again => Ok(false),',
    replace: '            None if !can && again && !aim.is_own() => Ok(false),',
    test: e2e('claims_challenge', "a header that the page cannot read: one forced renewal, then the 401 is the app's"),
  },
  {
    name: 'tell-nobody-of-a-sign-out-that-comes-first',
    row: 'R-120',
    file: 'src/client/parting.rs',
    find: '            self.on(Event::Stored(stored));',
    replace: '            drop(stored);',
    test: e2e('entra_logout', 'entra: logout() as the first call on its page: signed out, and the provider is told'),
  },
  {
    name: 'miss-a-scope-that-is-told-by-its-full-name',
    row: 'R-050',
    file: 'src/core/resources.rs',
    find: '.is_some_and(|(_, short)| short == scope)',
    replace: '.is_some_and(|(whole, short)| whole == short && short == scope)',
    test: host('resources::granted::what_entra_leaves_out_counts_as_what_came'),
  },
];
