import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Modal } from 'antd'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tinykeys } from 'tinykeys'
import { findEntries } from '../api/knowledge.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { useDebounced } from '../ui/use-debounced.ts'
import { ALL_PAGES } from './pages.ts'
import { useMe } from './use-me.ts'
import { useShop } from './use-shop.ts'

const OPEN = 'xiaoer:find'
const MOST = 12

export const openCommandBar = (): boolean => window.dispatchEvent(new CustomEvent(OPEN))

interface Command {
  readonly key: string
  readonly icon: IconName
  readonly label: string
  readonly kind: string
  run(): void
}

/** ⌘K: every page, every shop and the knowledge of this shop, by typing. */
export function CommandBar() {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const open = (event: Event) => {
      event.preventDefault()
      setOpen(true)
    }
    const release = tinykeys(window, { '$mod+KeyK': open })
    window.addEventListener(OPEN, open)
    return () => {
      release()
      window.removeEventListener(OPEN, open)
    }
  }, [])
  return (
    <Modal
      open={isOpen}
      onCancel={() => setOpen(false)}
      footer={null}
      closable={false}
      destroyOnHidden
      width={620}
      style={{ top: 96 }}
      title={<span className="visually-hidden">{t('frame.find')}</span>}
      className="command-modal"
    >
      <Finder onDone={() => setOpen(false)} />
    </Modal>
  )
}

function Finder({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState(0)
  const commands = useCommands(typed.trim(), onDone).slice(0, MOST)
  const at = Math.min(place, Math.max(0, commands.length - 1))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setPlace((at + step + commands.length) % Math.max(1, commands.length))
    } else if (event.key === 'Enter') commands[at]?.run()
  }
  return (
    <div className="command">
      <input
        autoFocus
        className="command-input"
        value={typed}
        placeholder={t('frame.findHint')}
        aria-label={t('frame.find')}
        role="combobox"
        aria-expanded="true"
        aria-controls="command-list"
        aria-activedescendant={commands[at] ? `command-${at}` : undefined}
        onChange={(event) => {
          setTyped(event.target.value)
          setPlace(0)
        }}
        onKeyDown={onKeyDown}
        data-testid="command-input"
      />
      <div id="command-list" role="listbox" aria-label={t('frame.find')} className="command-list">
        {commands.map((command, index) => (
          <div
            key={command.key}
            id={`command-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className="command-item"
            onMouseEnter={() => setPlace(index)}
            onClick={() => command.run()}
            onKeyDown={onKeyDown}
          >
            <Icon name={command.icon} />
            <span className="grow clip">{command.label}</span>
            <span className="quiet small">{command.kind}</span>
          </div>
        ))}
        {commands.length === 0 && <p className="quiet command-none">{t('frame.findNothing')}</p>}
      </div>
    </div>
  )
}

function useCommands(typed: string, onDone: () => void): Command[] {
  const { t } = useTranslation()
  const { may } = useMe()
  const { shop, shops, choose } = useShop()
  const navigate = useNavigate()
  const words = useDebounced(typed, 200)
  const { data: entries = [] } = useQuery({
    queryKey: ['find-entries', shop?.shopId, words],
    queryFn: () => findEntries(shop?.shopId ?? '', words),
    enabled: shop !== null && words.length > 0 && may('knowledge:read'),
  })
  const isMeant = (label: string) => label.toLowerCase().includes(typed.toLowerCase())
  const run = (act: () => unknown) => () => {
    act()
    onDone()
  }
  return [
    ...ALL_PAGES.filter(({ needs, name, to }) => may(needs) && (isMeant(t(name)) || isMeant(to))).map((page) => ({
      key: page.to,
      icon: page.icon,
      label: t(page.name),
      kind: t('command.page'),
      run: run(() => navigate({ to: page.to })),
    })),
    ...shops
      .filter(({ name }) => typed !== '' && isMeant(name))
      .map(({ shopId, name }) => ({
        key: shopId,
        icon: 'store' as const,
        label: name,
        kind: t('command.shop'),
        run: run(() => choose(shopId)),
      })),
    ...entries.map(({ entryId, entry }) => ({
      key: entryId,
      icon: 'book' as const,
      label: entry.title.zh ?? entry.title.en ?? entryId,
      kind: t('command.entry'),
      run: run(() => navigate({ to: '/knowledge', search: { entry: entryId } })),
    })),
  ]
}
