import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeChannel, dropOldChannelSecret, listChannels, rotateChannelSecret } from '../api/settings.ts'
import type { Channel } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useShop } from '../frame/use-shop.ts'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { CopyButton, SecretModal } from '../ui/secret.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { PageWaiting } from '../ui/waiting.tsx'
import { NewChannelModal } from './new-channel.tsx'
import { WindowStudio } from './window-studio.tsx'
import './settings.css'

/** Where buyers come in: the chat window on the shop's own pages, and the HTTP interface for everything else. */
export function ChannelsPage() {
  const { t } = useTranslation()
  const { shop } = useShop()
  const { may } = useMe()
  const [isAdding, setAdding] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const query = useQuery({ queryKey: ['channels'], queryFn: listChannels })
  if (!shop) return <PageWaiting />
  const add = may('channels:write') && (
    <Button
      type="primary"
      icon={<Icon name="plus" size={16} />}
      onClick={() => setAdding(true)}
      data-testid="new-channel"
    >
      {t('channels.add')}
    </Button>
  )
  return (
    <Page title={t('page.channels')} hint={t('channels.hint')} acts={add}>
      <Loaded query={query}>
        {({ items }) => {
          const own = items.filter(({ shopId }) => shopId === shop.shopId)
          return own.length === 0 ? (
            <div className="card">
              <Empty icon="plug" title={t('channels.none')} text={t('channels.noneText')} act={add} />
            </div>
          ) : (
            <div className="things">
              {own.map((channel) => (
                <ChannelCard key={channel.channelId} channel={channel} onSecret={setSecret} />
              ))}
            </div>
          )
        }}
      </Loaded>
      {isAdding && <NewChannelModal shopId={shop.shopId} onClose={() => setAdding(false)} onSecret={setSecret} />}
      <SecretModal secret={secret} title={t('channels.secret')} onClose={() => setSecret(null)} />
    </Page>
  )
}

interface CardProps {
  readonly channel: Channel
  readonly onSecret: (secret: string) => void
}

function ChannelCard({ channel, onSecret }: CardProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const queries = useQueryClient()
  const onError = useProblem()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['channels'] })
  const id = channel.channelId
  const flip = useMutation({ mutationFn: (enabled: boolean) => changeChannel(id, { enabled }), onSuccess, onError })
  const drop = useMutation({ mutationFn: () => dropOldChannelSecret(id), onSuccess, onError })
  const rotate = useMutation({
    mutationFn: () => rotateChannelSecret(id),
    onSuccess: ({ secret }) => {
      onSecret(secret)
      return onSuccess()
    },
    onError,
  })
  return (
    <div className={channel.kind === 'web' ? 'card thing thing-wide' : 'card thing'}>
      <div className="row between">
        <h2 className="clip">{channel.name}</h2>
        <Switch
          checked={channel.enabled}
          disabled={!may('channels:write')}
          loading={flip.isPending}
          aria-label={t('channels.use', { name: channel.name })}
          onChange={(enabled) => flip.mutate(enabled)}
        />
      </div>
      <div className="row wrap">
        <span className="chip chip-blue">{t(`channel.${channel.kind}`)}</span>
        {channel.secretCount > 1 && <span className="chip chip-warn">{t('channels.twoSecrets')}</span>}
      </div>
      {channel.kind === 'web' ? <WindowStudio channel={channel} /> : <HttpAddress channel={channel} />}
      {may('channels:write') && (
        <div className="row wrap">
          <Button size="small" onClick={() => rotate.mutate()} loading={rotate.isPending}>
            {t('channels.rotate')}
          </Button>
          {channel.secretCount > 1 && (
            <Button size="small" onClick={() => drop.mutate()} loading={drop.isPending}>
              {t('channels.drop')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

function HttpAddress({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation()
  const address = `${window.location.origin}/api/v1/channels/${channel.channelId}/messages`
  return (
    <>
      <div className="row between">
        <span className="quiet">{t('channels.inbound')}</span>
        <CopyButton text={address} />
      </div>
      <pre className="code">POST {address}</pre>
      <span className="quiet small">
        {channel.outboundUrl ? t('channels.outbound', { url: channel.outboundUrl }) : t('channels.noOutbound')}
      </span>
    </>
  )
}
