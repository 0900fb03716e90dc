import type { Room } from './room.ts'
import { startersIn } from './words.ts'

/** For whoever does not know how to begin. */
export const Starters = ({ room }: { readonly room: Room }) => (
  <div class="starters">
    {startersIn(room.locale.value, room.about.value?.productId !== undefined).map((text) => (
      <button key={text} type="button" class="choice" onClick={() => room.send({ kind: 'text', text })}>
        {text}
      </button>
    ))}
  </div>
)
