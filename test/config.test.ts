import { expect } from 'chai';
import { ConfigError, readConfig } from '../src/config.ts';

describe('readConfig', () => {
  it('serves on port 3978 of the own machine when nothing is set', () => {
    const config = readConfig({});
    expect(config.port).to.equal(3978);
    expect(config.host).to.equal('127.0.0.1');
    expect(config.publicUrl).to.equal('http://localhost:3978');
    expect(config.allowedOrigins).to.deep.equal(['http://localhost:3978']);
  });

  it('treats blank Microsoft credentials as none', () => {
    const config = readConfig({ MicrosoftAppId: '', MicrosoftAppPassword: '' });
    expect(config.microsoft).to.equal(null);
  });

  it('keeps transcripts, bookings and the audit log for a while unless told otherwise', () => {
    const usual = { transcripts: 90, bookings: 365, audit: 730 };
    expect(readConfig({}).retention).to.deep.equal(usual);
    const told = readConfig({ RETENTION_TRANSCRIPTS_DAYS: '30' });
    expect(told.retention).to.deep.equal({ ...usual, transcripts: 30 });
    for (const wrong of ['0', '-1', '1.5', 'never', '99999']) {
      const days = { RETENTION_BOOKINGS_DAYS: wrong };
      expect(() => readConfig(days), wrong).to.throw(ConfigError, 'RETENTION_BOOKINGS_DAYS');
    }
  });

  it('notes what was erased beside the key, not beside the database', () => {
    const { erasedFile } = readConfig({ DATA_DIR: '/d', KEY_FILE: '/k/vault-key' });
    expect(erasedFile).to.equal('/k/vault-key.erased');
  });

  it('refuses half a set of credentials', () => {
    expect(() => readConfig({ MicrosoftAppId: 'id' })).to.throw(
      ConfigError,
      'MicrosoftAppPassword',
    );
    expect(() => readConfig({ SMTP_URL: 'smtp://mail.example' })).to.throw(
      ConfigError,
      'MAIL_FROM',
    );
    expect(() => readConfig({ WEBHOOK_URL: 'https://a.example' })).to.throw(
      ConfigError,
      'WEBHOOK_SECRET',
    );
  });

  it('names every wrong setting at once', () => {
    const wrong = { PORT: 'many', SIGNED_ONLY: 'perhaps', DATABASE_URL: 'mysql://x' };
    expect(() => readConfig(wrong)).to.throw(
      ConfigError,
      /PORT[\s\S]*DATABASE_URL[\s\S]*SIGNED_ONLY/,
    );
  });

  it('takes origins apart and refuses what is no origin', () => {
    const config = readConfig({ ALLOWED_ORIGINS: 'https://a.example, https://b.example' });
    expect(config.allowedOrigins).to.include.members(['https://a.example', 'https://b.example']);
    expect(() => readConfig({ ALLOWED_ORIGINS: 'https://a.example/page' })).to.throw(ConfigError);
  });
});
