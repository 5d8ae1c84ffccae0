// Every link leads somewhere: in the markdown to a file and a heading, on the built site to a page and an anchor.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { after, before, test } from 'node:test';
import { at } from '../paths.mjs';
import { pageOf, siteAddress, slugs, target } from './addresses.mjs';
import { highlight } from './highlight.mjs';
import { anchorsOf, fencesOf, linksOf } from './markdown.mjs';
import { navigation } from './navigation.mjs';
import { documents } from './samples.mjs';
import { buildDocs } from './site.mjs';

const EXTERNAL = /^(?:https:\/\/[a-z0-9.-]+\.[a-z]{2,}(?:[/?#]\S*)?|mailto:\S+@\S+)$/i;
const folder = mkdtempSync(join(tmpdir(), 'docgate-site-'));
let pages;
before(() => {
  pages = buildDocs({ folder });
});
after(() => rmSync(folder, { recursive: true }));

test('in the markdown: files and headings that are there', () => {
  const wrong = [];
  let count = 0;
  for (const path of documents()) {
    for (const link of linksOf(readFileSync(at(path), 'utf8'))) {
      count += 1;
      const found = target(path, link);
      if (found === null) {
        if (!EXTERNAL.test(link)) wrong.push(`${path}: ${link} is no address`);
      } else if (!existsSync(at(found.path))) wrong.push(`${path}: ${link} is not there`);
      else if (found.anchor !== '' && !hasHeading(found)) wrong.push(`${path}: ${link} has no such heading`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(count > 100, `${count} links`);
});

function hasHeading({ path, anchor }) {
  const page = pageOf(path);
  return page.endsWith('.md') && anchorsOf(readFileSync(at(page), 'utf8')).has(anchor);
}

test('on the site: pages and anchors that are there, and nothing from elsewhere', () => {
  const texts = new Map(pages.map(({ address }) => [address, readFileSync(join(folder, address), 'utf8')]));
  const ids = new Map(
    [...texts].map(([address, text]) => [address, new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id))]),
  );
  const wrong = [];
  for (const [address, text] of texts) {
    for (const [, attribute, link] of text.matchAll(/<[a-z]+[^>]*?\s(href|src)="([^"]*)"/g)) {
      if (/^[a-z][a-z0-9+.-]*:/i.test(link)) {
        if (attribute === 'src' || !EXTERNAL.test(link)) wrong.push(`${address}: ${link}`);
        continue;
      }
      const [file, anchor] = link.split('#');
      const there = file === '' ? address : posix.normalize(posix.join(posix.dirname(address), file));
      // The demo, which is built into the folder above.
      if (/^\.\.\/?$/.test(there)) continue;
      if (!existsSync(join(folder, there))) wrong.push(`${address}: ${link} is not there`);
      else if (anchor !== undefined && !ids.get(there)?.has(anchor)) wrong.push(`${address}: ${link} has no anchor`);
    }
    assert.doesNotMatch(text, /<script(?![^>]*\ssrc=)|<style|\sstyle="|\son\w+="/, `${address}: nothing inline`);
    assert.match(text, /<title>[^<]+<\/title>/, address);
    assert.equal([...text.matchAll(/<h1[\s>]/g)].length, 1, `${address}: one title`);
  }
  assert.deepEqual(wrong, []);
});

test('every guide is on the site, and those that people read are in the navigation', () => {
  const addresses = new Set(pages.map(({ address }) => address));
  const guides = documents().filter((path) => path.startsWith('docs/'));
  for (const path of guides) assert.ok(addresses.has(siteAddress(path)), path);
  const listed = new Set(navigation().flatMap((group) => group.pages.map(({ path }) => pageOf(path))));
  for (const path of guides.filter((path) => !path.startsWith('docs/decisions/'))) {
    assert.ok(listed.has(path), `${path} is not in tools/docs/navigation.mjs`);
  }
});

test('what the search reads: every section once, and where it is', () => {
  const index = JSON.parse(readFileSync(join(folder, 'search.json'), 'utf8'));
  assert.equal(new Set(index.map(([address]) => address)).size, index.length);
  for (const [address, title, , text] of index) {
    const [file] = address.split('#');
    assert.ok(existsSync(join(folder, file)), address);
    assert.ok(title !== '' && text !== '', address);
    assert.doesNotMatch(text, /&(?:lt|gt|amp|quot|#39);/, address);
  }
  const popup = index.filter(([, , , text]) => text.includes('popup_blocked'));
  assert.ok(popup.length > 1);
});

test('anchors are those of GitHub', () => {
  const slug = slugs();
  assert.equal(slug("What `ready()` answers, or: don't"), 'what-ready-answers-or-dont');
  assert.equal(slug('popup_blocked'), 'popup_blocked');
  assert.equal(slug('Again'), 'again');
  assert.equal(slug('Again'), 'again-1');
});

test('code keeps its text, whatever is coloured', () => {
  for (const path of documents()) {
    for (const { code, language } of fencesOf(readFileSync(at(path), 'utf8'))) {
      const text = highlight(code, language)
        .replaceAll(/<\/?span[^>]*>/g, '')
        .replaceAll('&quot;', '"')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&');
      assert.equal(text, code, path);
    }
  }
  assert.match(highlight("const a = '<b>'; // c", 'ts'), /<span class="c-keyword">const<\/span>.*c-string.*c-comment/);
});
