import { type DoctorReport, doctor } from 'docgate/doctor';

export async function ask(config: Parameters<typeof doctor>[0]): Promise<DoctorReport> {
  return await doctor(config);
}

// @ts-expect-error: the report comes later
export const report: DoctorReport = doctor({ provider: { id: 'docspace' }, clientId: 'a', redirectUri: '/callback' });
