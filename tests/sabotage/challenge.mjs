// WWW-Authenticate, and the claims that it asks for.

const host = (filter) => ({ kind: 'host', program: 'host', filter });
const read = 'src/core/challenge/read.rs';
const demand = 'src/core/challenge.rs';
const request = 'src/core/claims_request.rs';

export default [
  {
    name: 'end-a-quoted-text-at-an-escaped-quote',
    row: 'R-107',
    file: read,
    find: `self.skip(|byte| is_quotable(byte) && byte != b'"' && byte != b'\\\\');`,
    replace: `self.skip(|byte| is_quotable(byte) && byte != b'"');`,
    test: host('challenge_reading::headers_are_read_as_they_are_meant'),
  },
  {
    name: 'trust-a-challenge-that-repeats-itself',
    row: 'R-107',
    file: read,
    find: 'challenges.retain(|challenge| !challenge.repeats_a_parameter());',
    replace: '',
    test: host('challenge_demands::what_is_no_claims_request_demands_nothing'),
  },
  {
    name: 'keep-the-challenge-that-could-not-be-read',
    row: 'R-107',
    file: read,
    find: 'challenges.pop();',
    replace: '',
    test: host('challenge_reading::reading_ends_where_the_form_does'),
  },
  {
    name: 'read-challenges-without-end',
    row: 'A-29',
    file: read,
    find: 'challenges.len() > MAX_CHALLENGES || parameters > MAX_PARAMETERS',
    replace: 'challenges.len() > MAX_CHALLENGES * 64 || parameters > MAX_PARAMETERS * 64',
    test: host('challenge_reading::too_much_of_anything_is_nothing'),
  },
  {
    name: 'take-a-dpop-challenge-for-ours',
    row: 'R-135',
    file: demand,
    find: '.filter(|challenge| challenge.is_of("Bearer"))',
    replace: '.filter(|challenge| challenge.is_of("Bearer") || challenge.is_of("DPoP"))',
    test: host('challenge_demands::a_scheme_means_the_same_in_any_case'),
  },
  {
    name: 'decode-claims-without-padding-alone',
    row: 'R-107',
    file: demand,
    find: `let bare = encoded.strip_suffix('=').unwrap_or(encoded);`,
    replace: 'let bare = encoded;',
    test: host('challenge_demands::claims_are_demanded_as_entra_writes_it'),
  },
  {
    name: 'half-understand-a-step-up',
    row: 'R-107',
    file: demand,
    find: 'Some(seconds) => Some(number(seconds)?),',
    replace: 'Some(seconds) => number(seconds),',
    test: host('challenge_demands::a_stronger_sign_in_is_demanded_as_the_standard_writes_it'),
  },
  {
    name: 'forget-a-capability-when-claims-are-merged',
    row: 'R-107',
    file: request,
    find: 'Some(own) if name == CAPABILITIES => united(own, how),',
    replace: 'Some(own) if name.is_empty() => united(own, how),',
    test: host('claims_request::two_requests_become_one'),
  },
  {
    name: 'merge-what-is-no-claims-request',
    row: 'R-107',
    file: request,
    find: 'formed.then_some(request)',
    replace: '(formed || true).then_some(request)',
    test: host('claims_request::what_is_no_request_is_refused'),
  },
];
