import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { itemCode, parseTaskId, planId, type TaskId } from '#language';

interface Addressed {
  readonly params: Readonly<Record<string, string | undefined>>;
}
const paramsOf = (context: ExecutionContext) => context.switchToHttp().getRequest<Addressed>().params;

/** The task that three segments of a route name: `267-2025/IV.VI.3/so-y-te`. */
export const TaskAt = createParamDecorator((_: unknown, context: ExecutionContext): TaskId => {
  const { plan, item, agency } = paramsOf(context);
  return parseTaskId(`${plan}/${item}/${agency}`).id;
});

export const AddressedTask = () => applyDecorators(AddressedRow('IV.VI.3'), ApiParam({ name: 'agency', example: 'so-y-te' }));

/** The row of a plan that two segments of a route name: `267-2025/III.I.4`. */
export const RowAt = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { plan = '', item = '' } = paramsOf(context);
  return `${planId(plan)}/${itemCode(item)}`;
});

export const AddressedRow = (example: string) =>
  applyDecorators(ApiParam({ name: 'plan', example: '267-2025' }), ApiParam({ name: 'item', example }));
