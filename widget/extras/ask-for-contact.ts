import type { Room } from '../ui/room.ts'
import { make, openDialog, rowOf } from './open-dialog.ts'

const LONGEST_CONTACT = 120
const LONGEST_TEXT = 1000

/**
 * Nobody is there: how the buyer may be reached, and what he wants. It leaves as his own words in the talk, so that whoever
 * takes it over reads it first, on whatever screen.
 */
export function askForContact(room: Room, root: Node): void {
  if (!(root instanceof ShadowRoot)) return
  const { dialog, texts } = openDialog(room, root, 'contact')
  const hours = room.talk.shop.value?.hours ?? ''
  const form = document.createElement('form')
  const [contact, text] = [document.createElement('input'), document.createElement('textarea')]
  Object.assign(contact, { required: true, maxLength: LONGEST_CONTACT, autocomplete: 'on', pattern: '.*\\S.*' })
  Object.assign(text, { rows: 3, maxLength: LONGEST_TEXT })
  const [no, yes] = [make('button', texts.cancel), make('button', texts['contact.send'])]
  no.type = 'button'
  yes.className = 'go'
  no.onclick = () => dialog.close()
  form.onsubmit = (event) => {
    event.preventDefault()
    const lines = [`${texts['contact.how']}: ${contact.value.trim()}`]
    if (text.value.trim() !== '') lines.push(`${texts['contact.text']}: ${text.value.trim()}`)
    room.send({ kind: 'text', text: lines.join('\n') })
    dialog.close()
  }
  form.append(labelled(texts['contact.how'], contact), labelled(texts['contact.text'], text), rowOf(no, yes))
  dialog.append(make('p', texts['contact.what'].replace('{hours}', hours)), form)
  contact.focus()
}

function labelled(text: string, field: HTMLElement): HTMLElement {
  const label = make('label', text)
  label.append(field)
  return label
}
