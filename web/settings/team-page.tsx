import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Select, Switch, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeStaff, listStaff } from '../api/settings.ts'
import type { Role, Staff } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useShop } from '../frame/use-shop.ts'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { Page } from '../ui/page.tsx'
import { useProblem } from '../ui/use-problem.ts'
import { NewStaffModal } from './new-staff.tsx'
import { ROLES } from './roles.ts'
import './settings.css'

/** Who works here, as what, and for which shops. */
export function TeamPage() {
  const { t } = useTranslation()
  const { may } = useMe()
  const [isAdding, setAdding] = useState(false)
  const query = useQuery({ queryKey: ['staff'], queryFn: listStaff })
  return (
    <Page
      title={t('page.team')}
      hint={t('team.hint')}
      acts={
        may('staff:write') && (
          <Button
            type="primary"
            icon={<Icon name="plus" size={16} />}
            onClick={() => setAdding(true)}
            data-testid="new-staff"
          >
            {t('team.add')}
          </Button>
        )
      }
    >
      <section className="card card-flush">
        <Loaded query={query}>{({ items }) => <People people={items} />}</Loaded>
      </section>
      {isAdding && <NewStaffModal onClose={() => setAdding(false)} />}
    </Page>
  )
}

function People({ people }: { readonly people: readonly Staff[] }) {
  const { t } = useTranslation()
  const { shops } = useShop()
  const nameOf = (id: string) => shops.find(({ shopId }) => shopId === id)?.name ?? id
  return (
    <div className="table-scroll" tabIndex={0} role="group">
      <Table<Staff>
        rowKey="staffId"
        dataSource={[...people]}
        pagination={false}
        columns={[
          {
            title: t('team.person'),
            key: 'person',
            render: (_, person) => (
              <div className="entry-cell">
                <strong>{person.name}</strong>
                <span className="quiet small">{person.email}</span>
              </div>
            ),
          },
          { title: t('team.role'), key: 'role', width: 170, render: (_, person) => <RoleSelect person={person} /> },
          {
            title: t('team.shops'),
            key: 'shops',
            render: (_, { shopIds }) => (shopIds ? shopIds.map(nameOf).join('、') : t('team.allShops')),
          },
          {
            title: t('team.active'),
            key: 'active',
            width: 110,
            render: (_, person) => <ActiveSwitch person={person} />,
          },
        ]}
      />
    </div>
  )
}

function useStaffChange(person: Staff) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (change: { role?: Role; disabled?: boolean }) => changeStaff(person.staffId, change),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['staff'] }),
    onError: useProblem(),
  })
}

function RoleSelect({ person }: { readonly person: Staff }) {
  const { t } = useTranslation()
  const { me, may } = useMe()
  const change = useStaffChange(person)
  return (
    <Select
      className="role-select"
      value={person.role}
      disabled={!may('staff:write') || me?.staff.staffId === person.staffId}
      loading={change.isPending}
      aria-label={t('team.roleOf', { name: person.name })}
      options={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
      popupMatchSelectWidth={false}
      onChange={(role) => change.mutate({ role })}
    />
  )
}

function ActiveSwitch({ person }: { readonly person: Staff }) {
  const { t } = useTranslation()
  const { me, may } = useMe()
  const change = useStaffChange(person)
  return (
    <Switch
      checked={person.disabledAt === null}
      disabled={!may('staff:write') || me?.staff.staffId === person.staffId}
      loading={change.isPending}
      aria-label={t('team.activeOf', { name: person.name })}
      onChange={(isActive) => change.mutate({ disabled: !isActive })}
    />
  )
}
