import { i18n } from "@lingui/core";

// The source has English messages.
i18n.load("en", {});
i18n.activate("en");
