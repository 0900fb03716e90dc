import { App, Button, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'

/** Puts a text into the clipboard; pages that came by plain HTTP over a LAN have none, then it is marked to be copied by hand. */
export function CopyButton({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const copy = async () => {
    if (!navigator.clipboard) return message.info(t('secret.byHand'))
    await navigator.clipboard.writeText(text)
    return message.success(t('act.copied'))
  }
  return (
    <Button size="small" icon={<Icon name="copy" size={14} />} onClick={copy}>
      {t('act.copy')}
    </Button>
  )
}

interface SecretProps {
  readonly secret: string | null
  readonly title: string
  readonly onClose: () => void
}

/** A secret that is shown once. */
export function SecretModal({ secret, title, onClose }: SecretProps) {
  const { t } = useTranslation()
  return (
    <Modal
      open={secret !== null}
      destroyOnHidden
      title={title}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('secret.kept')}
        </Button>
      }
    >
      <p className="quiet">{t('secret.once')}</p>
      <div className="secret">
        <span className="mono grow" data-testid="secret">
          {secret}
        </span>
        {secret && <CopyButton text={secret} />}
      </div>
    </Modal>
  )
}
