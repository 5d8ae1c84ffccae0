// The issuer's keys: which of a set are any, and which may have made a signature.

const host = (filter) => ({ kind: 'host', program: 'host', filter });
const file = 'src/core/keys.rs';

export default [
  {
    name: 'let-a-key-make-signatures-of-another-algorithm',
    row: 'R-062',
    file,
    find: 'Some(own) => own == algorithm,',
    replace: 'Some(_) => true,',
    test: host('keys::table::a_key_for_one_algorithm_makes_no_other'),
  },
  {
    name: 'try-keys-without-a-name-for-any-name',
    row: 'R-064',
    file,
    find: 'key_id.is_none() ||',
    replace: 'key_id.is_none() || key.id.is_none() ||',
    test: host('keys::names::a_name_chooses_among_the_keys'),
  },
  {
    name: 'try-every-key-of-a-set',
    row: 'R-064',
    file,
    find: 'MAX_CANDIDATES: usize = 4',
    replace: 'MAX_CANDIDATES: usize = 64',
    test: host('keys::names::never_more_than_four_are_tried'),
  },
  {
    name: 'take-an-exponent-of-1',
    row: 'R-066',
    file,
    find: '2..=32',
    replace: '1..=32',
    test: host('keys::limits::rsa_exponents_are_odd_and_of_3_to_2_to_the_32'),
  },
  {
    name: 'take-short-rsa-keys',
    row: 'R-066',
    file,
    find: '2048..=8192',
    replace: '1024..=8192',
    test: host('keys::limits::rsa_keys_have_2048_to_8192_bits'),
  },
  {
    name: 'use-a-private-key-that-is-served',
    row: 'A-24',
    file,
    find: 'if private || ',
    replace: 'if ',
    test: host('keys::limits::a_private_key_is_never_used'),
  },
];
