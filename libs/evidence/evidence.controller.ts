import { Controller, Get, Header, Inject, Logger, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Allow, allows, Session, type SignedInAs } from '#identity';
import { Refusal } from '#language';
import { KeptEvidence, nameFor } from './kept.js';
import { nameOf } from './kinds.js';

export class EvidenceDto {
  @ApiProperty({ description: 'SHA-256 of the bytes, 64 hexadecimal digits.' })
  sha256: string;
  @ApiProperty({ example: 'bao-cao-quy-1.pdf' })
  name: string;
  @ApiProperty({ description: 'Bytes.' })
  size: number;
  @ApiProperty({ example: 'application/pdf' })
  type: string;
}

/** What these routes use of Fastify with its multipart part. */
interface Upload {
  isMultipart(): boolean;
  file(options: object): Promise<{ readonly filename: string; readonly file: AsyncIterable<Buffer> } | undefined>;
}
interface Reply {
  header(name: string, value: string): unknown;
}

@ApiTags('evidence')
@Controller('evidence')
export class EvidenceController {
  private readonly log = new Logger('evidence');

  constructor(@Inject(KeptEvidence) private readonly kept: KeptEvidence) {}

  /** Keeps one file (PDF, PNG, JPEG, DOCX, XLSX; at most 20 MB) and gives what a report names it by. */
  @Post()
  @Allow('upload-evidence')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } })
  async bring(@Req() request: Upload, @Session() session: SignedInAs): Promise<EvidenceDto> {
    // Our own count of the bytes refuses in words; the parser's would cut the file silently.
    const part = request.isMultipart() ? await request.file({ limits: { files: 1, fields: 0, fileSize: 1e9 } }) : undefined;
    if (!part) throw missing();
    return this.kept.bring(nameOf(part.filename), part.file, session);
  }

  /** The file, always as a download. An agency's people get what their agency brought; reviewers get all. */
  @Get(':sha256')
  @Allow('read-evidence', 'read-own-evidence')
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ description: 'The file, as it was brought.', schema: { type: 'string', format: 'binary' } })
  @Header('X-Content-Type-Options', 'nosniff')
  @Header('Cache-Control', 'private, no-store')
  async show(
    @Param('sha256') sha256: string,
    @Session() session: SignedInAs,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<StreamableFile> {
    const found = /^[0-9a-f]{64}$/.test(sha256) ? await this.kept.find(sha256) : null;
    if (!found) throw unknown(sha256);
    if (!allows(session.role, 'read-evidence') && !(session.agency && Object.hasOwn(found.names, session.agency))) {
      this.log.warn({ refused: 'evidence-of-another-agency', user: session.user, sha256 });
      throw new Refusal('evidence-of-another-agency', {
        kind: 'forbidden',
        vi: 'Tài liệu này do cơ quan khác nộp; anh/chị chỉ xem được tài liệu của cơ quan mình.',
        en: 'Another agency brought this file; you may read those of your own agency.',
      });
    }
    const file = await this.kept.read(found);
    const name = nameFor(found, session.agency);
    const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
    reply.header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeRfc5987(name)}`);
    return new StreamableFile(file, { type: found.type, length: found.size });
  }
}

const encodeRfc5987 = (text: string) =>
  encodeURIComponent(text).replace(/['()*]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`);

const missing = () =>
  new Refusal('evidence-missing', {
    kind: 'invalid',
    field: 'file',
    vi: 'Yêu cầu không có tệp; gửi multipart/form-data với một tệp tên “file”.',
    en: 'There is no file; send multipart/form-data with one file named “file”.',
  });

const unknown = (sha256: string) =>
  new Refusal('unknown-evidence', {
    kind: 'not-found',
    vi: `Không có tài liệu mã “${sha256.slice(0, 64)}”.`,
    en: `There is no evidence “${sha256.slice(0, 64)}”.`,
  });
