/**
 * Links to the parts of this page. They move the view and the focus and leave the address alone, whose fragment says
 * which provider is chosen.
 */
export function followJumps(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-jump]')) {
    link.addEventListener('click', (event) => {
      const goal = document.getElementById(link.hash.slice(1));
      if (goal === null) return;
      event.preventDefault();
      goal.scrollIntoView({ block: 'start' });
      goal.focus({ preventScroll: true });
    });
  }
}
