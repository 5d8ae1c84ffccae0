/** A page whose process has not seen the latest changes of the record that all tabs share. */

/** From now on `page` sees the shared record as it is now, and no change of it, until its `catchUp()`. */
export const fallBehind = (page) =>
  page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith('docgate:shared:'));
    const old = localStorage.getItem(key);
    const { getItem } = Storage.prototype;
    const hide = (event) => event.stopImmediatePropagation();
    addEventListener('storage', hide, true);
    Storage.prototype.getItem = function (name) {
      return name === key ? old : getItem.call(this, name);
    };
    const channel = new BroadcastChannel(key.replace(':shared:', ':tabs:'));
    window.heard = new Promise((resolve) => {
      channel.onmessage = ({ data }) => {
        if (!String(data).includes('"session"')) return;
        channel.close();
        resolve();
      };
    });
    window.catchUp = () => {
      removeEventListener('storage', hide, true);
      Storage.prototype.getItem = getItem;
      dispatchEvent(new StorageEvent('storage', { key, storageArea: localStorage, oldValue: old }));
    };
  });
