// Frames the address in `src`, with the `sandbox` attribute of the same-named parameter where there is one.
addEventListener('DOMContentLoaded', () => {
  const parameters = new URLSearchParams(location.search);
  const frame = document.createElement('iframe');
  const restrictions = parameters.get('sandbox');
  if (restrictions !== null) frame.setAttribute('sandbox', restrictions);
  frame.src = parameters.get('src');
  document.body.append(frame);
});
