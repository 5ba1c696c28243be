// J and K go on and back: on a page with a next one to it, else along the rows of its tables and queues.
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return
  if (event.target.closest('input, textarea, select, [contenteditable]')) return
  const step = { j: 1, k: -1 }[event.key]
  if (!step) return
  const page = document.querySelector(`main .tools a[rel=${step > 0 ? 'next' : 'prev'}]`)
  if (page) {
    page.click()
    return
  }
  const links = [...document.querySelectorAll('main tbody tr, main .queue li')]
    .map((row) => row.querySelector('a[href]'))
    .filter((link) => link && link.checkVisibility())
  if (!links.length) return
  const here = links.findIndex((link) => link.closest('tr, li').contains(document.activeElement))
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step
  const target = links[Math.min(Math.max(next, 0), links.length - 1)]
  target.focus()
  target.scrollIntoView({ block: 'nearest' })
})
