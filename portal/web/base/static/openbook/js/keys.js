// J and K go on and back: on a page with a next one to it, else along the rows of its tables and queues.
// The letter that a deed shows goes to its button, first in the row one is in; Enter does it.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return
  if (event.target.closest('input, textarea, select, [contenteditable]')) return
  const shown = (part) => part && part.checkVisibility()
  const go = (part) => {
    part.focus()
    part.scrollIntoView({ block: 'nearest' })
  }
  const step = { j: 1, k: -1 }[event.key]
  if (!step) {
    const deeds = [...document.querySelectorAll('main button[aria-keyshortcuts]:enabled')].filter(
      (deed) => deed.getAttribute('aria-keyshortcuts').toLowerCase() === event.key && shown(deed),
    )
    const row = document.activeElement.closest('tr, li, form')
    const deed = deeds.find((one) => row && row.contains(one)) || deeds[0]
    if (deed) go(deed)
    return
  }
  const page = document.querySelector(`main .tools a[rel=${step > 0 ? 'next' : 'prev'}]`)
  if (page) {
    page.click()
    return
  }
  const links = [...document.querySelectorAll('main tbody tr, main .queue li')]
    .map((row) => row.querySelector('a[href], button:enabled'))
    .filter(shown)
  if (!links.length) return
  const here = links.findIndex((link) => link.closest('tr, li').contains(document.activeElement))
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step
  go(links[Math.min(Math.max(next, 0), links.length - 1)])
})
