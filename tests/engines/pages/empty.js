// Empties both stores of the app in this tab, as a person may who clears the data of a site.
sessionStorage.clear();
localStorage.clear();
