import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
} from 'botbuilder';
import { type Activity, StatusCodes, type TurnContext } from 'botbuilder-core';
import { AuthenticationError } from 'botframework-connector';

/** What authenticates a request: an app of Microsoft's cloud, or nothing for the local emulator. */
export type CloudSettings = Readonly<Record<string, string>>;

/** How a request ended: an HTTP status and, for some, a body. `trouble` is for the log. */
export interface CloudAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly trouble?: unknown;
}

/**
 * botbuilder's CloudAdapter, answering as a public endpoint should: 401 for every token that is not
 * good, 503 when Microsoft's keys cannot be fetched, and never the words of an error. Loaded only
 * when `/api/messages` is open, for it brings 90 packages.
 */
export class Cloud extends CloudAdapter {
  constructor(settings: CloudSettings) {
    super(new ConfigurationBotFrameworkAuthentication({ ...settings }));
  }

  async answer(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<CloudAnswer> {
    let begun = false;
    try {
      const response = await this.processActivity(authorization, activity, (context) => {
        begun = true;
        return logic(context);
      });
      return answerOf(response);
    } catch (trouble) {
      if (begun) return { status: 500, trouble };
      return isRefusal(trouble) ? { status: 401 } : { status: 503, trouble };
    }
  }
}

function answerOf(response: InvokeResponse | undefined): CloudAnswer {
  if (response === undefined) return { status: 200 };
  const { status, body } = response;
  return body === undefined ? { status } : { status, body };
}

/** Its own error with any status but "the keys could not be loaded", or one of jsonwebtoken's. */
function isRefusal(error: unknown): boolean {
  if (error instanceof AuthenticationError) {
    return error.statusCode !== StatusCodes.INTERNAL_SERVER_ERROR;
  }
  const names = ['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'];
  return error instanceof Error && names.includes(error.name);
}
