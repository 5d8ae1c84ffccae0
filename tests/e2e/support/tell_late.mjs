/** What a page tells is held back until its calls are made: to the page, each message that gets through is a gesture. */
export async function tellLate(page) {
  await page.addInitScript(() => {
    const { tell } = window;
    const held = [];
    window.tell = (text) => {
      held.push(text);
      if (JSON.parse(text).kind === 'loaded') for (const each of held.splice(0)) tell(each);
    };
  });
}
