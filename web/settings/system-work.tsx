import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm, Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import {
  cancelJob,
  dropParked,
  listBackups,
  listJobs,
  listParked,
  makeBackup,
  readWork,
  replayParked,
  verifyBackup,
} from '../api/system.ts'
import { useMe } from '../frame/use-me.ts'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { CopyButton } from '../ui/secret.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { When } from '../ui/when.tsx'

const REFRESH_MS = 3000
const GB = 1024 ** 3
const MB = 1024 ** 2
const PLACE = ['system-work'] as const

/** A change of the system, and everything of it read again afterwards. */
function useAct<Value>(act: (value: Value) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: () => queries.invalidateQueries({ queryKey: PLACE }),
    onError: useProblem(),
  })
}

/** What waits to be done part by part, and the versions of everything. */
export function Work() {
  const { t } = useTranslation()
  const query = useQuery({ queryKey: [...PLACE, 'work'], queryFn: readWork, refetchInterval: REFRESH_MS })
  return (
    <Loaded query={query} rows={4}>
      {({ handlers, timers, deliveries, versions, disk }) => (
        <>
          <div className="stack">
            {handlers.map(({ handler, behind, behindSince, parked }) => (
              <div key={handler} className="row wrap">
                <span className={parked > 0 ? 'chip chip-bad' : behind > 0 ? 'chip chip-warn' : 'chip chip-good'}>
                  {t('system.handler', { name: handler })}
                </span>
                <span>{t('system.behind', { count: behind })}</span>
                {behindSince && <When at={behindSince} />}
                <span>{t('system.parkedCount', { count: parked })}</span>
              </div>
            ))}
            <span>{t('system.timers', { ...timers })}</span>
            <span>{t('system.deliveries', { ...deliveries })}</span>
            <span>{t('system.disk', { free: (disk.free / GB).toFixed(1), total: (disk.total / GB).toFixed(1) })}</span>
            <span className="quiet small">
              Node {versions.node} · PostgreSQL {versions.postgres} ·{' '}
              {t('system.migrations', { count: versions.migrations })} ·{' '}
              {versions.packs.map(({ id, version }) => `${id} ${version}`).join(' · ')}
            </span>
          </div>
        </>
      )}
    </Loaded>
  )
}

export function Parked() {
  const { t } = useTranslation()
  const { may } = useMe()
  const query = useQuery({ queryKey: [...PLACE, 'parked'], queryFn: listParked, refetchInterval: REFRESH_MS })
  const replay = useAct(replayParked)
  const drop = useAct(dropParked)
  return (
    <Loaded query={query} rows={2}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="check" title={t('system.noneParked')} />
        ) : (
          <div className="stack">
            {items.map((one) => (
              <div key={`${one.handler} ${one.position} ${one.type}`} className="row between wrap">
                <span className="chip chip-bad">{one.type}</span>
                <span className="grow clip">{one.reason}</span>
                <When at={one.at} />
                {may('system:write') && (
                  <>
                    <Button size="small" onClick={() => replay.mutate(one)}>
                      {t('webhooks.replay')}
                    </Button>
                    <Popconfirm title={t('system.dropSure')} onConfirm={() => drop.mutate(one)}>
                      <Button size="small" danger>
                        {t('system.drop')}
                      </Button>
                    </Popconfirm>
                  </>
                )}
              </div>
            ))}
          </div>
        )
      }
    </Loaded>
  )
}

export function Jobs() {
  const { t } = useTranslation()
  const { may } = useMe()
  const query = useQuery({ queryKey: [...PLACE, 'jobs'], queryFn: listJobs, refetchInterval: REFRESH_MS })
  const cancel = useAct(cancelJob)
  return (
    <Loaded query={query} rows={2}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon="check" title={t('system.noJobs')} />
        ) : (
          <div className="stack">
            {items.map(({ jobId, kind, state, done, total, problem, createdAt }) => (
              <div key={jobId} className="row between wrap">
                <span className={state === 'failed' ? 'chip chip-bad' : 'chip chip-blue'}>
                  {kind} · {t(`job.${state}`)}
                </span>
                <span className="grow">
                  {problem ?? (
                    <Progress
                      size="small"
                      percent={state === 'done' ? 100 : total === 0 ? 0 : Math.round((done / total) * 100)}
                      aria-label={t('setup.progress')}
                    />
                  )}
                </span>
                <When at={createdAt} />
                {may('system:write') && (state === 'queued' || state === 'running') && (
                  <Button size="small" onClick={() => cancel.mutate(jobId)}>
                    {t('system.cancel')}
                  </Button>
                )}
              </div>
            ))}
          </div>
        )
      }
    </Loaded>
  )
}

/** Copies of everything: the owner makes and checks them here, and restores them at the server. */
export function Backups() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const query = useQuery({ queryKey: [...PLACE, 'backups'], queryFn: listBackups, refetchInterval: REFRESH_MS })
  const make = useAct(makeBackup)
  const verify = useAct(async (name: string) => {
    const { intact, problem } = await verifyBackup(name)
    message[intact ? 'success' : 'error'](intact ? t('system.intact') : (problem ?? ''))
  })
  return (
    <Loaded query={query} rows={2}>
      {({ folder, items }) => (
        <div className="stack">
          <div>
            <Button type="primary" loading={make.isPending} onClick={() => make.mutate(null)} data-testid="make-backup">
              {t('system.makeBackup')}
            </Button>
          </div>
          {items.map(({ name, writtenAt, rows, bytes }) => (
            <div key={name} className="row between wrap" data-testid="backup">
              <span className="mono grow clip">{name}</span>
              <span>{t('system.backupSize', { rows, size: (bytes / MB).toFixed(1) })}</span>
              <When at={writtenAt} />
              <Button size="small" loading={verify.isPending} onClick={() => verify.mutate(name)}>
                {t('system.verify')}
              </Button>
              <CopyButton text={`npx xiaoer restore --from ${folder}/${name}`} />
            </div>
          ))}
          <span className="quiet small">{t('system.fetchText')}</span>
          <pre className="code">{folder}</pre>
          <span className="quiet small">{t('system.restoreText')}</span>
          <pre className="code">npx xiaoer restore --from {folder}/…</pre>
        </div>
      )}
    </Loaded>
  )
}
