import { addAddress } from '../addAddress.ts';
import { callerId } from '../caller.ts';
import { changePassword } from '../changePassword.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { login } from '../login.ts';
import { logout } from '../logout.ts';
import { refreshSession } from '../refreshSession.ts';
import { register } from '../register.ts';
import { removeAddress } from '../removeAddress.ts';
import { requestPasswordReset } from '../requestPasswordReset.ts';
import { resetPassword } from '../resetPassword.ts';
import { setUserRoles } from '../setUserRoles.ts';
import { updateAddress } from '../updateAddress.ts';
import { updateProfile } from '../updateProfile.ts';
import { verifyEmail } from '../verifyEmail.ts';

export const mutations: MutationResolvers = {
  register: (_, { input }, { dependencies, network }) => register(dependencies, network, input),
  login: (_, args, { dependencies, network }) => login(dependencies, network, args),
  refreshSession: (_, args, { dependencies }) => refreshSession(dependencies, args),
  logout: async (_, args, { dependencies }) => {
    await logout(dependencies, args);
    return true;
  },
  updateProfile: (_, { input }, { dependencies, identity }) =>
    updateProfile(dependencies, callerId(identity), input),
  changePassword: (_, args, { dependencies, identity, network }) =>
    changePassword(dependencies, { userId: callerId(identity), network }, args),
  requestPasswordReset: async (_, args, { dependencies, network }) => {
    await requestPasswordReset(dependencies, network, args);
    return true;
  },
  resetPassword: (_, args, { dependencies, network }) => resetPassword(dependencies, network, args),
  verifyEmail: (_, args, { dependencies, network }) => verifyEmail(dependencies, network, args),
  addAddress: (_, args, { dependencies, identity }) => addAddress(dependencies, callerId(identity), args),
  updateAddress: (_, args, { dependencies, identity }) =>
    updateAddress(dependencies, callerId(identity), args),
  removeAddress: async (_, args, { dependencies, identity }) => {
    await removeAddress(dependencies, callerId(identity), args);
    return true;
  },
  setUserRoles: (_, args, { dependencies, identity }) => setUserRoles(dependencies, args, callerId(identity)),
};
