import { useTranslation } from 'react-i18next'
import { useStaffNames } from '../settings/use-staff-names.ts'

/** `staff:…`, `key:…`, `mirror`: who wrote a row, by name where this person may see names. */
export function useActorName(): (actor: string) => string {
  const { t, i18n } = useTranslation()
  const nameOf = useStaffNames()
  return (actor) => {
    const [kind = '', id = ''] = actor.split(':')
    const word = `actor.${kind}`
    return nameOf(id) ?? (i18n.exists(word) ? t(word) : actor)
  }
}
