// docgate/doctor: what its report tells, and what it sends.

const e2e = (filter) => ({ kind: 'e2e', file: 'doctor_findings', filter });

export default [
  {
    name: 'report-the-query-of-an-address',
    row: 'R-101',
    file: 'src/js/doctor/redaction.ts',
    find: "address.replace(/[?#].*$/s, '')",
    replace: 'address',
    test: e2e('doctor: queries of a redirect URI and of the metadata are left out of a report'),
  },
  {
    name: 'report-the-whole-client-id',
    row: 'R-101',
    file: 'src/js/doctor/redaction.ts',
    find: 'return id.length > 4 ? text.replaceAll(id, () => shortened(id)) : text;',
    replace: 'return id === shortened(id) ? id : text;',
    test: e2e('doctor: what a server says is one line of text, and does not repeat the client id'),
  },
  {
    name: 'report-what-a-function-threw',
    row: 'R-101',
    file: 'src/js/doctor/subject.ts',
    find: "return /^\\w{1,40}$/.test(name) ? name : 'unknown';",
    replace: 'return name;',
    test: e2e('doctor: nothing of the address, of what is stored, or of the config gets into a report'),
  },
  {
    name: 'look-at-the-page-by-its-whole-address',
    row: 'R-101',
    file: 'src/js/doctor/pages.ts',
    find: 'return `${location.origin}${location.pathname}`;',
    replace: 'return location.href;',
    test: e2e('doctor: nothing of the address, of what is stored, or of the config gets into a report'),
  },
  {
    name: 'look-with-a-referrer',
    row: 'A-11',
    file: 'src/js/doctor/look.ts',
    find: "redirect: 'manual', referrerPolicy: 'no-referrer' }",
    replace: "redirect: 'manual' }",
    test: e2e('doctor: nothing of the address, of what is stored, or of the config gets into a report'),
  },
  {
    name: 'ask-the-token-endpoint-although-told-not-to',
    row: 'R-054',
    file: 'src/js/doctor/token.ts',
    find: 'if (!scene.probe) {',
    replace: "if (!scene.probe && address === '') {",
    test: e2e('doctor: without the probe nothing is sent to the token endpoint'),
  },
];
