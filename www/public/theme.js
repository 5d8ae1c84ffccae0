// Before the first paint: the colours that somebody chose here, if they did. A classic script, so that nothing flashes.
try {
  const chosen = localStorage.getItem('demo.theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is blocked: the system's colours then.
}
