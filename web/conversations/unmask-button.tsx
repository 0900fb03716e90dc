import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Message } from '../api/shapes.ts'
import { get } from '../api/request.ts'
import { useMe } from '../frame/use-me.ts'
import { useProblem } from '../ui/use-problem.ts'

interface UnmaskProps {
  readonly message: Message
  readonly onSeen: (message: Message) => void
}

/** What a buyer wrote in full, for whoever may look; each look is written down. */
export function UnmaskButton({ message, onSeen }: UnmaskProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const look = useMutation({
    mutationFn: () => get<Message>(`/messages/${message.id}/unmasked`),
    onSuccess: onSeen,
    onError: useProblem(),
  })
  if (!may('orders:unmask') || !isMasked(message)) return null
  return (
    <Button
      type="link"
      size="small"
      title={t('orders.unmaskText')}
      loading={look.isPending}
      onClick={() => look.mutate()}
      data-testid="unmask"
    >
      {t('orders.unmask')}
    </Button>
  )
}

const isMasked = ({ role, content }: Message): boolean =>
  role === 'buyer' && content.kind === 'text' && content.text.includes('***')
