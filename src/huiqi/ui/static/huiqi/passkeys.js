// Says in the page what the library says only to the console: that a passkey did not work, or cannot work here.
(() => {
  "use strict";

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const place = document.getElementById("passkey-problem");
    place.textContent = window.PublicKeyCredential ? place.dataset.failed : place.dataset.cannot;
    place.hidden = false;
  });
})();
