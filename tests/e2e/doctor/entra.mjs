/** What is wrong with a registration at Microsoft Entra ID, by the provider's own numbers. */
import assert from 'node:assert/strict';
import { diagnosed, only, waiting } from '../support/doctor.mjs';
import { entraScene } from '../support/entra_scene.mjs';

/** The one finding, and the number in it. */
async function finds(visit, config, number, field) {
  const { evidence, message } = only(await diagnosed(await waiting(visit), config), 'registration_invalid');
  assert.deepEqual([evidence.numbers, evidence.field], [number, field]);
  return message;
}

/**
 * As Entra tells that a redirect URI has another type. The double looks at the code first, which there is none of; what the
 * real service looks at first is not documented.
 */
const OTHER_TYPE = {
  kind: 'custom',
  status: 400,
  body: {
    error: 'invalid_request',
    error_description:
      "AADSTS9002326: Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
    error_codes: [9002326],
  },
};

entraScene('doctor: a redirect URI of another type, told', async (_t, visit) => {
  await visit.sandbox.switches({ entra: { token_fault: OTHER_TYPE } });
  const message = await finds(visit, visit.entra(), '9002326', 'redirectUri');
  assert.match(message, /Single-page application/);
});

entraScene('doctor: a redirect URI of another type, hidden by CORS', async (_t, visit) => {
  await visit.sandbox.switches({ entra: { token_fault: { ...OTHER_TYPE, cors: false } } });
  const report = await diagnosed(await waiting(visit), visit.entra());
  assert.equal(only(report, 'registration_invalid').evidence.field, 'redirectUri');
});

entraScene('doctor: a tenant of another cloud', async (_t, visit) => {
  await visit.sandbox.switches({ entra: { tenant_cloud: 'us-government' } });
  await finds(visit, visit.entra(), '90038', 'cloud');
});

entraScene('doctor: a tenant that there is not', async (_t, visit) => {
  const tenant = '99999999-9999-4999-8999-999999999999';
  await finds(visit, visit.entra({ provider: { tenant } }), '90002', 'tenant');
});

entraScene('doctor: an app that the tenant does not know', async (_t, visit) => {
  await finds(visit, visit.entra({ clientId: 'demo-entra-nobody' }), '700016', 'clientId');
});
