import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { switchRobot } from '../api/house.ts'
import { useProblem } from '../ui/use-problem.ts'
import { useMe } from './use-me.ts'
import { useShop } from './use-shop.ts'

/** The master switch of this shop's robot. Off is asked once more: every buyer then waits for a person. */
export function RobotSwitch() {
  const { t } = useTranslation()
  const { shop } = useShop()
  const { may } = useMe()
  const { modal, message } = App.useApp()
  const queries = useQueryClient()
  const tell = useProblem()
  const flip = useMutation({
    mutationFn: (on: boolean) => switchRobot(shop?.shopId ?? '', on),
    onSuccess: async (changed) => {
      await queries.invalidateQueries({ queryKey: ['shops'] })
      message.success(t(changed.robotOn ? 'robot.nowOn' : 'robot.nowOff', { shop: changed.name }))
    },
    onError: tell,
  })
  if (!shop) return null
  const ask = () =>
    modal.confirm({
      title: t('robot.offTitle', { shop: shop.name }),
      content: t('robot.offText'),
      okText: t('robot.off'),
      okButtonProps: { danger: true },
      onOk: () => flip.mutateAsync(false).catch(() => undefined),
    })
  return (
    <button
      type="button"
      role="switch"
      aria-checked={shop.robotOn}
      aria-label={`${t('robot.switch')}: ${t(shop.robotOn ? 'robot.isOn' : 'robot.isOff')}`}
      className={shop.robotOn ? 'robot robot-on' : 'robot robot-off'}
      disabled={!may('conversations:write') || flip.isPending}
      onClick={() => (shop.robotOn ? ask() : flip.mutate(true))}
      data-testid="robot-switch"
    >
      <span className="robot-dot" />
      <span className="robot-text">{t(shop.robotOn ? 'robot.isOn' : 'robot.isOff')}</span>
      <span className="robot-track" aria-hidden="true" />
    </button>
  )
}
