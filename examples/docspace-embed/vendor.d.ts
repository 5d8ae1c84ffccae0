/** The few things of the vendor's embed SDK that this app uses, so that it is checked without installing that package. */
declare module '@onlyoffice/docspace-sdk-js' {
  interface FrameConfig {
    /** The id of the element that the frame takes the place of. */
    readonly frameId: string;
    /** Origin of the portal. */
    readonly src: string;
    readonly mode: 'manager';
    /** The room or folder to show. */
    readonly id: number | string;
    readonly showMenu?: boolean;
    /** Whether the frame has a button that ends the portal's own session. */
    readonly showSignOut?: boolean;
    /** Looks first whether the portal lets this page frame it. */
    readonly checkCSP?: boolean;
    readonly events?: {
      readonly onAppReady?: () => void;
      readonly onAppError?: (reason?: unknown) => void;
      readonly onNoAccess?: () => void;
      readonly onNotFound?: () => void;
      readonly onSignOut?: () => void;
    };
  }
  interface Frame {
    /** Whom the portal's own session belongs to, by message through the frame. */
    getUserInfo(): Promise<object>;
    destroyFrame(): void;
  }
  export default class SDK {
    initManager(config: FrameConfig): Frame;
  }
}
