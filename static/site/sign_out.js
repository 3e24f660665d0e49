// Signing out leaves nothing behind in the browser that was typed into forms of the admin (drafts.js).
document.addEventListener("submit", (event) => {
  if (new URL(event.target.action, location.href).pathname.endsWith("/logout/")) {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("huixiang-draft:")).forEach((key) => localStorage.removeItem(key));
      localStorage.setItem("huixiang-signed-out", Date.now()); // pages still open keep nothing from here on
      sessionStorage.removeItem("huixiang-sent");
    } catch {
      // storage is closed: nothing was kept
    }
  }
});
