// Joins forms that name a ceremony (data-passkey) to allauth's script, without words in the page.
document.addEventListener('DOMContentLoaded', () => {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const ids = {
      credential: form.querySelector('[name=credential]').id,
      data: 'js_data',
    }
    const button = form.querySelector('[data-passkey-button]').id
    if (form.dataset.passkey === 'add') {
      const alone = form.querySelector('[name=passwordless]')
      allauth.webauthn.forms.addForm({ ids: { ...ids, add: button, passwordless: alone.id } })
    } else if (form.dataset.passkey === 'login') {
      allauth.webauthn.forms.loginForm({ ids: { ...ids, login: button } })
    } else {
      allauth.webauthn.forms.authenticateForm({ ids: { ...ids, authenticate: button } })
    }
  }
})
