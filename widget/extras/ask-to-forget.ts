import type { Room } from '../ui/room.ts'
import { make, openDialog, rowOf } from './open-dialog.ts'

/** Asks once more before the buyer's record is deleted. */
export function askToForget(room: Room, root: Node): void {
  if (!(root instanceof ShadowRoot)) return
  const { dialog, texts } = openDialog(room, root, 'forget')
  const what = make('p', texts['forget.what'])
  what.setAttribute('role', 'status')
  const [no, yes] = [make('button', texts.cancel), make('button', texts['forget.yes'])]
  yes.className = 'danger'
  dialog.append(what, rowOf(no, yes))
  no.onclick = () => dialog.close()
  yes.onclick = async () => {
    yes.disabled = true
    what.textContent = texts['forget.busy']
    const isDone = await room.talk.forget().then(
      () => true,
      () => false,
    )
    what.textContent = texts[isDone ? 'forget.done' : 'forget.failed']
    yes.disabled = false
    if (!isDone) return
    yes.remove()
    no.textContent = texts['forget.close']
    no.focus()
  }
  no.focus()
}
