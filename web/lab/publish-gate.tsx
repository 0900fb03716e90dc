import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { changeSettings, readSettings } from '../api/settings.ts'
import { useMe } from '../frame/use-me.ts'
import { sayShare } from '../ui/say.ts'
import { useProblem } from '../ui/use-problem.ts'

const SHARES = [0, 0.8, 0.9, 0.95, 1] as const

/** How many of its cases must pass before this shop publishes. */
export function PublishGate({ shopId }: { readonly shopId: string }) {
  const { t, i18n } = useTranslation()
  const { may } = useMe()
  const queries = useQueryClient()
  const { data: settings } = useQuery({ queryKey: ['settings', shopId], queryFn: () => readSettings(shopId) })
  const change = useMutation({
    mutationFn: (publishGate: number) => changeSettings(shopId, { publishGate }),
    onSuccess: (changed) => queries.setQueryData(['settings', shopId], changed),
    onError: useProblem(),
  })
  const now = settings?.effective.publishGate ?? 0
  const options = [...new Set<number>([...SHARES, now])]
  return (
    <div className="row wrap">
      <label htmlFor="publish-gate" className="quiet">
        {t('cases.gate')}
      </label>
      <Select
        id="publish-gate"
        size="small"
        className="gate"
        value={now}
        disabled={!may('shops:write')}
        loading={change.isPending}
        options={options.map((share) => ({
          value: share,
          label: share === 0 ? t('cases.noGate') : sayShare(share, i18n.language),
        }))}
        onChange={(share) => change.mutate(share)}
      />
    </div>
  )
}
