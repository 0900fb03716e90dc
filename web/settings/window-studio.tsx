import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, ColorPicker, QRCode, Segmented, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeChannel } from '../api/settings.ts'
import type { Channel } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useDebounced } from '../ui/use-debounced.ts'
import { CopyButton } from '../ui/secret.tsx'
import { useProblem } from '../ui/use-problem.ts'

interface Look {
  readonly color: string
  readonly position: 'left' | 'right'
  readonly lang: 'zh' | 'en'
  readonly theme: 'auto' | 'light' | 'dark'
}

const PLAIN: Look = { color: '#0958d9', position: 'right', lang: 'zh', theme: 'auto' }
const REST_MS = 400
const QR_PX = 132

/** The chat window of a shop: how it looks, tried in the real one, and what the shop pastes into its pages for it. */
export function WindowStudio({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation()
  const [look, setLook] = useState<Look>(PLAIN)
  const shown = useDebounced(look, REST_MS)
  const { origin } = window.location
  const attributes = Object.entries(look)
    .filter(([name, value]) => !(name in PLAIN) || value !== Object.entries(PLAIN).find(([key]) => key === name)?.[1])
    .map(([name, value]) => ` data-${name}="${value}"`)
    .join('')
  const text = `<script async src="${origin}/widget.js" data-shop="${channel.shopId}"${attributes}></script>`
  const chat = `${origin}/chat/${channel.shopId}`
  return (
    <div className="studio">
      <div className="stack">
        <LookForm look={look} onChange={setLook} />
        <div className="row between">
          <span className="quiet">{t('channels.snippet')}</span>
          <CopyButton text={text} />
        </div>
        <pre className="code" data-testid="snippet">
          {text}
        </pre>
        <Origins channel={channel} />
        <div className="row wrap">
          <QRCode value={chat} size={QR_PX} type="svg" aria-label={t('studio.qr')} />
          <div className="stack">
            <strong>{t('studio.page')}</strong>
            <span className="quiet small">{t('studio.pageText')}</span>
            <a href={chat} target="_blank" rel="noreferrer">
              {t('channels.openChat')}
            </a>
            <CopyButton text={chat} />
          </div>
        </div>
      </div>
      <iframe
        className="studio-frame"
        title={t('studio.preview')}
        src={`/widget/preview/${channel.shopId}?${new URLSearchParams({ ...shown })}`}
        data-testid="preview"
      />
    </div>
  )
}

interface LookProps {
  readonly look: Look
  readonly onChange: (look: Look) => void
}

function LookForm({ look, onChange }: LookProps) {
  const { t } = useTranslation()
  const options = <const Value extends string>(name: string, values: readonly Value[]) =>
    values.map((value) => ({ value, label: t(`studio.${name}-${value}`) }))
  return (
    <div className="studio-look">
      <div className="row between">
        <span>{t('studio.color')}</span>
        <ColorPicker
          disabledAlpha
          showText
          value={look.color}
          onChangeComplete={(color) => onChange({ ...look, color: color.toHexString() })}
        />
      </div>
      <div className="row between">
        <span>{t('studio.position')}</span>
        <Segmented
          aria-label={t('studio.position')}
          value={look.position}
          options={options('position', ['right', 'left'])}
          onChange={(position) => onChange({ ...look, position })}
        />
      </div>
      <div className="row between">
        <span>{t('studio.lang')}</span>
        <Segmented
          aria-label={t('studio.lang')}
          value={look.lang}
          options={options('lang', ['zh', 'en'])}
          onChange={(lang) => onChange({ ...look, lang })}
        />
      </div>
      <div className="row between">
        <span>{t('studio.theme')}</span>
        <Segmented
          aria-label={t('studio.theme')}
          value={look.theme}
          options={options('theme', ['auto', 'light', 'dark'])}
          onChange={(theme) => onChange({ ...look, theme })}
        />
      </div>
    </div>
  )
}

/** The pages that may show the window; none named: any may. */
function Origins({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation()
  const { may } = useMe()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const known = channel.settings.origins ?? []
  const [origins, setOrigins] = useState<readonly string[]>(known)
  const save = useMutation({
    mutationFn: () => changeChannel(channel.channelId, { settings: { ...channel.settings, origins } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['channels'] })
      message.success(t('rules.saved'))
    },
    onError: useProblem(),
  })
  return (
    <div className="stack">
      <label htmlFor={`origins-${channel.channelId}`}>{t('studio.origins')}</label>
      <Select
        id={`origins-${channel.channelId}`}
        mode="tags"
        open={false}
        suffixIcon={null}
        tokenSeparators={[' ', ',']}
        value={[...origins]}
        placeholder="https://shop.example"
        disabled={!may('channels:write')}
        onChange={(next) => setOrigins(next.map(originOf))}
        data-testid="origins"
      />
      <span className="quiet small">{t('studio.originsText')}</span>
      {origins.join() !== known.join() && (
        <div>
          <Button type="primary" size="small" loading={save.isPending} onClick={() => save.mutate()}>
            {t('act.save')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** Somebody pastes the address of a page: its origin is meant. */
const originOf = (text: string): string => (URL.canParse(text) ? new URL(text).origin : text)
