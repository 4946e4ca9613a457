using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Directory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "directory_entries",
                columns: table => new
                {
                    uscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false, collation: "C"),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    region_code = table.Column<string>(type: "text", nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    place = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    contact_name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    contact_phone = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    contact_mail = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true),
                    industry = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: true),
                    staff = table.Column<int>(type: "integer", nullable: true),
                    revenue_yuan = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    assets_yuan = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    size = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    last_import = table.Column<Guid>(type: "uuid", nullable: false),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_directory_entries", x => x.uscc);
                    table.ForeignKey(
                        name: "fk_directory_entries_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_directory_entries_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "directory_imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    file = table.Column<byte[]>(type: "bytea", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    fault = table.Column<string>(type: "text", nullable: true),
                    anew = table.Column<bool>(type: "boolean", nullable: false),
                    progress = table.Column<int>(type: "integer", nullable: false),
                    read = table.Column<int>(type: "integer", nullable: false),
                    added = table.Column<int>(type: "integer", nullable: false),
                    changed = table.Column<int>(type: "integer", nullable: false),
                    unchanged = table.Column<int>(type: "integer", nullable: false),
                    rejected = table.Column<int>(type: "integer", nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_directory_imports", x => x.id);
                    table.ForeignKey(
                        name: "fk_directory_imports_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "directory_invitation_rounds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    invited = table.Column<int>(type: "integer", nullable: false),
                    queued = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    not_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_directory_invitation_rounds", x => x.id);
                    table.ForeignKey(
                        name: "fk_directory_invitation_rounds_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "directory_labels",
                columns: table => new
                {
                    uscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: true),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_directory_labels", x => new { x.uscc, x.kind });
                    table.ForeignKey(
                        name: "fk_directory_labels_directory_entries_uscc",
                        column: x => x.uscc,
                        principalTable: "directory_entries",
                        principalColumn: "uscc",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "directory_import_rows",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    uscc = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    outcome = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    cells = table.Column<string>(type: "jsonb", nullable: false),
                    understood = table.Column<string>(type: "jsonb", nullable: false),
                    before = table.Column<string>(type: "jsonb", nullable: true),
                    faults = table.Column<string>(type: "jsonb", nullable: false),
                    compared = table.Column<bool>(type: "boolean", nullable: false),
                    registered = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_directory_import_rows", x => new { x.import_id, x.number });
                    table.ForeignKey(
                        name: "fk_directory_import_rows_directory_imports_import_id",
                        column: x => x.import_id,
                        principalTable: "directory_imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "directory_invitations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    uscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false, collation: "C"),
                    channel = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    invited_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    queued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_directory_invitations", x => x.id);
                    table.ForeignKey(
                        name: "fk_directory_invitations_directory_entries_uscc",
                        column: x => x.uscc,
                        principalTable: "directory_entries",
                        principalColumn: "uscc",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_directory_invitations_directory_invitation_rounds_round_id",
                        column: x => x.round_id,
                        principalTable: "directory_invitation_rounds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_directory_entries_bureau_id",
                table: "directory_entries",
                column: "bureau_id");

            migrationBuilder.CreateIndex(
                name: "ix_directory_entries_organisation_id",
                table: "directory_entries",
                column: "organisation_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_directory_entries_region_path_uscc",
                table: "directory_entries",
                columns: new[] { "region_path", "uscc" });

            migrationBuilder.CreateIndex(
                name: "ix_directory_import_rows_import_id_outcome_number",
                table: "directory_import_rows",
                columns: new[] { "import_id", "outcome", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_directory_imports_bureau_id_created_at",
                table: "directory_imports",
                columns: new[] { "bureau_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_directory_imports_open",
                table: "directory_imports",
                column: "created_at",
                filter: "state in ('Reading', 'Saving')");

            migrationBuilder.CreateIndex(
                name: "ix_directory_invitation_rounds_bureau_id",
                table: "directory_invitation_rounds",
                column: "bureau_id");

            migrationBuilder.CreateIndex(
                name: "ix_directory_invitation_rounds_open",
                table: "directory_invitation_rounds",
                column: "not_before",
                filter: "state in ('Waiting', 'Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_directory_invitations_unqueued",
                table: "directory_invitations",
                column: "round_id",
                filter: "queued_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_directory_invitations_uscc_invited_at",
                table: "directory_invitations",
                columns: new[] { "uscc", "invited_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "directory_import_rows");

            migrationBuilder.DropTable(
                name: "directory_invitations");

            migrationBuilder.DropTable(
                name: "directory_labels");

            migrationBuilder.DropTable(
                name: "directory_imports");

            migrationBuilder.DropTable(
                name: "directory_invitation_rounds");

            migrationBuilder.DropTable(
                name: "directory_entries");
        }
    }
}
